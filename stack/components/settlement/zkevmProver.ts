import { toJson } from '#core';
import type { Component } from '../Component.ts';
import type { CdkNodeInput } from './CdkNodeInput.ts';
import { PROVER_PORT } from './cdkNodeConfig.ts';
import { settled } from './settled.ts';

const CONFIG = '/etc/zkevm-prover/config.json';
const TIMEOUT_MS = 300_000;

/** What a mock prover is made from. */
export interface ZkevmProverInput
  extends Pick<CdkNodeInput, 'l1FromHere' | 'contracts' | 'rollupId'> {
  /** Name in the group of the aggregator that it dials. */
  aggregator: string;
}

/**
 * MOCK. The prover of the CDK in its own mock mode: it speaks the protocol and proves nothing. The real one
 * takes hundreds of gigabytes of memory.
 */
export const zkevmProver: Component<ZkevmProverInput> = {
  image: 'zkevm-prover',
  container: (input) => ({
    name: 'zkevm-prover',
    entrypoint: ['zkProver'],
    command: ['-c', CONFIG],
    files: [{ path: CONFIG, content: zkevmProverConfig(input) }],
    // It listens nowhere: what it does is seen on L1.
    ready: [
      {
        what: 'a proof of it to be taken by L1',
        timeoutMs: TIMEOUT_MS,
        check: async () => (await settled(input)).verified > 0n || undefined,
      },
    ],
    causes: [
      {
        pattern: /exec format error|illegal instruction/i,
        cause: 'its image is for amd64 with AVX alone.',
        next: 'Run it on such a machine, or settle with --settlement embedded.',
      },
    ],
  }),
};

/** The JSON that zkevm-prover 8 reads; a part that is not named is off. */
export function zkevmProverConfig(o: Pick<ZkevmProverInput, 'aggregator'>): string {
  const off = [
    'runExecutorServer',
    'runHashDBServer',
    'runAggregatorServer',
    'runAggregatorClient',
  ];
  return toJson(
    {
      ...Object.fromEntries(off.map((key) => [key, false])),
      runAggregatorClientMock: true,
      aggregatorClientHost: o.aggregator,
      aggregatorClientPort: PROVER_PORT,
      // Microseconds that a proof pretends to take.
      aggregatorClientMockTimeout: 1_000_000,
      proverName: 'bigfile-mock',
      databaseURL: 'local',
    },
    2,
  );
}
