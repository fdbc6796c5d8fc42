import { expect, test } from 'vitest';
import { type Run, runSection } from './runSection.ts';

const MIB = 2 ** 20;
const program = { path: '/usr/local/bin/geth', sha256: 'ab'.repeat(32) };
const run: Run = {
  name: 'some-walk',
  date: '2026-01-02',
  devkit: { commit: 'c'.repeat(40), changed: false, node: 'v24.0.0' },
  machine: { cores: 2, memoryGiB: 8, load: 3 },
  combination: {
    ...{ in: 'processes', l1: 'geth', l2: 'embedded', contracts: 'embedded', bridge: 'embedded' },
    ...{ da: 'rollup', committee: 'embedded', settlement: 'embedded', prover: 'groth16' },
    ...{ proverWitness: 'required', proverVerifier: 'groth16' },
  },
  components: { geth: { commit: 'v1.2.3', sha256: program.sha256 } },
  containers: { l1: { image: 'geth:v1', imageId: 'sha256:1', program } },
  fidelity: { l1: { impl: 'official', engine: 'Geth', version: 'v1.2.3' } },
  steps: [{ name: 'start the L1', ms: 1_234, chain: 'l1' }],
  timings: { ready: 10_000, job: 20_000, settled: 30_000, total: 40_000 },
  memory: { peakPssBytes: 30 * MIB, byProcess: { supervisor: 10 * MIB, l1: 20 * MIB } },
};

test('a record says what ran, by its hash, and what it took', () => {
  const lines = runSection(run).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      '### some-walk',
      `| l1 | geth:v1 (built here) | \`v1.2.3\` | \`/usr/local/bin/geth\` \`${'ab'.repeat(8)}…\` |`,
      '| l1 | official Geth v1.2.3 |',
      '| start the L1 | 1.2 | l1 |',
    ]),
  );
  expect(runSection(run)).toContain(
    'Memory at the peak (PSS): 30 MiB, of which in containers 20 MiB; the heaviest: l1 20, supervisor 10.',
  );
});

test('a program without a source, and an image of a registry, are told as such', () => {
  const pulled = { ...run.containers['l1']!, digest: 'geth@sha256:2' };
  const text = runSection({ ...run, components: {}, containers: { l1: pulled, other: pulled } });
  expect(text).toContain('| l1, other | geth:v1 | – |');
});

test('a walk in processes has no table of containers; a changed checkout is said to be one', () => {
  const devkit = { ...run.devkit, changed: true };
  const text = runSection({ ...run, devkit, containers: {}, note: 'By hand.' });
  expect(text).not.toContain('| container |');
  expect(text).toContain('`cccccccccccc` with changes, Node.js v24.0.0. By hand.');
});
