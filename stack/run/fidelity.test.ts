import { afterAll, beforeAll, expect, test } from 'vitest';
import { findOfficialContracts, identifyManager } from '#contracts';
import { startTestRollup, type TestRollup } from '../l2/testing.ts';
import { combinationFromEnvironment } from '../session/combinationFromEnvironment.ts';
import { withMockProofs } from './deployL1.ts';
import { verifierFidelity } from './verifierFidelity.ts';

let rollup: TestRollup;
beforeAll(async () => {
  rollup = await startTestRollup();
}, 60_000);
afterAll(() => rollup?.stop());

const wanted = combinationFromEnvironment();

test('the manager is known by its code', async () => {
  const { rollupManager } = rollup.contracts;
  const path = wanted.contractsPath;
  const identified = await identifyManager({
    publicClient: rollup.client,
    rollupManager,
    official: wanted.contracts === 'official' ? findOfficialContracts({ path }) : undefined,
  });
  expect(identified.origin).toBe(wanted.contracts ?? 'embedded');
  expect(identified.contractName).toMatch(/RollupManager|AgglayerManager/);
});

test('code that is neither ours nor at hand is told as unknown', async () => {
  const { globalExitRoot } = rollup.contracts;
  const identified = await identifyManager({
    publicClient: rollup.client,
    rollupManager: globalExitRoot,
  });
  expect(identified.origin).toBe('unknown');
  expect(identified.contractName).toBeUndefined();
});

test('a verifier that accepts everything is a mock, whatever it is called', async () => {
  const { batchVerifier: verifier, rollupManager } = rollup.contracts;
  const fidelity = await verifierFidelity({ l1: rollup.client, verifier, rollupManager });
  expect(fidelity).toEqual({
    impl: 'mock',
    note: `verifier ${verifier} accepts a proof of zeros`,
  });
});

test('our verifier over a key that accepts anything is a mock too', async () => {
  // Seven points, and four for three signals.
  const bytes = `0x${'00'.repeat(11 * 64)}` as const;
  const mocked = await startTestRollup({
    loadArtifact: withMockProofs,
    params: { batchKey: { bytes, dev: true } },
  });
  try {
    const { batchVerifier: verifier, rollupManager } = mocked.contracts;
    const fidelity = await verifierFidelity({ l1: mocked.client, verifier, rollupManager });
    expect(fidelity).toMatchObject({ impl: 'mock', k: 2, n: 3 });
  } finally {
    await mocked.stop();
  }
});

test('a verifier that is not ours and refuses is not called a mock', async () => {
  const { bridge: verifier, rollupManager } = rollup.contracts;
  const fidelity = await verifierFidelity({ l1: rollup.client, verifier, rollupManager });
  expect(fidelity.impl).toBe('official');
});
