import type { KnownCause } from '#core';

const RESET = 'Begin anew: `npx bigfile up --reset`.';

/** Why cdk-erigon does not start, or does not get on, by what it prints. */
export const cdkErigonCauses: readonly KnownCause[] = [
  {
    pattern: /failed to retrieve contract addresses/i,
    cause: 'the rollup contract does not answer on the L1 that it asks.',
    next: 'Check that the L1 is the one with the contracts; after a reset of it: `npx bigfile up --reset`.',
  },
  {
    pattern: /fork ?id is 0/i,
    cause:
      'it has not read the creation of the rollup on L1 yet, and sleeps 10 s between two looks.',
    next: 'Check that the L1 goes on making blocks (`npx bigfile status`), and wait.',
  },
  {
    pattern: /atomicop not allowed/i,
    cause: 'the port of its data stream is taken.',
    next: 'Give every cdk-erigon a container, or a `zkevm.data-stream-port`, of its own.',
  },
  {
    pattern: /lastbatch.*<.*lastsequence|datastream.*(ahead|mismatch)/i,
    cause: 'the L1 is not the one that its data came from: it was reset or reorganised.',
    next: RESET,
  },
  {
    pattern: /genesis.*(mismatch|incompatible)|incompatible genesis/i,
    cause: 'its volume holds a chain with another genesis.',
    next: RESET,
  },
  {
    pattern: /block gas limit overflow/i,
    cause: 'a batch on L1 has a block with more gas than cdk-erigon allows.',
    next: 'Such a chain cannot be rebuilt by it. See docs/cdk-erigon.md.',
  },
];
