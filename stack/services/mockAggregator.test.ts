import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterAll, expect, test } from 'vitest';
import { deriveValidatorKey, ensureCircuit } from '#circuits';
import { createLifecycle, createLogger, waitFor } from '#core';
import { mineTransfers, startTestRollup } from '../l2/testing.ts';
import { withMockProofs } from '../run/deployL1.ts';
import { ValidatorsMissingError } from './errors.ts';
import { readRollupState } from './readRollupState.ts';
import { startAggregator } from './startAggregator.ts';
import { startSequenceSender } from './startSequenceSender.ts';
import { settlementParams } from './testing.ts';

const [sequencer, aggregatorKey] = [generatePrivateKey(), generatePrivateKey()];
const circuitsCacheDir = join(import.meta.dirname, '../../.bigfile/cache/circuits');
const keys = ['0xa1', '0xa2', '0xa3'] as const;
const set = {
  ...{ epoch: 1n, k: 2 },
  keys: keys.map((seed) => deriveValidatorKey(seed).publicKey),
};
const logger = createLogger('test');
logger.level = 'silent';
const lifecycle = createLifecycle();
afterAll(() => lifecycle.stop());

test('without validators a mock proof is sent, and a real prover refuses to start', async () => {
  const { manifest } = await ensureCircuit({ name: 'batch-k-of-3', cacheDir: circuitsCacheDir });
  const accounts = [sequencer, aggregatorKey].map((key) => privateKeyToAddress(key));
  const rollup = await startTestRollup({
    loadArtifact: withMockProofs,
    funded: accounts,
    params: settlementParams({
      ...{ sequencer: accounts[0]!, aggregator: accounts[1]!, set, manifest },
    }),
  });
  await lifecycle.start('l1', async () => rollup.l1);
  const node = await lifecycle.start('l2', () =>
    rollup.startNode({ sequencer: { coinbase: accounts[0]!, blockTimeMs: 20 } }),
  );
  const { l1RpcUrl, contracts } = rollup.options;
  const common = {
    ...{ host: '127.0.0.1', port: 0, l1RpcUrl, l2RpcUrl: node.rpcUrl },
    ...{ contracts, rollupId: 1, pollMs: 50, logger },
  };
  await lifecycle.start('sequence sender', () =>
    startSequenceSender({ ...common, key: sequencer, mintPol: true }),
  );
  const options = { ...common, key: aggregatorKey, validatorSet: set, circuitsCacheDir };
  await expect(startAggregator(options)).rejects.toBeInstanceOf(ValidatorsMissingError);

  const aggregator = await lifecycle.start('aggregator', () =>
    startAggregator({ ...options, prover: 'mock' }),
  );
  await mineTransfers(node, { nonce: 0, count: 2 });
  const batch = await node.closeBatch();
  await waitFor({
    what: `batch ${batch} to be verified`,
    timeoutMs: 60_000,
    check: async () => {
      const state = await readRollupState({ client: rollup.client, contracts, rollupId: 1 });
      return state.lastVerifiedBatch >= batch || undefined;
    },
  });
  expect(aggregator.status()).toMatchObject({ lastError: null });
});
