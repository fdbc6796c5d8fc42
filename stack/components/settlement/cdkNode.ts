import type { KnownCause } from '#core';
import { answersHttp2 } from '../answersHttp2.ts';
import type { Component } from '../Component.ts';
import { keystoreFile } from '../keystoreFile.ts';
import type { CdkNodeInput } from './CdkNodeInput.ts';
import { CDK_NODE_FILES, cdkNodeConfig, PROVER_PORT } from './cdkNodeConfig.ts';
import { settled } from './settled.ts';

const TIMEOUT_MS = 180_000;
const INJECTED_BATCH = 1n;

/** Sequence sender and aggregator of the CDK, which settle on the L1 without an agglayer. */
export const cdkNode: Component<CdkNodeInput> = {
  image: 'cdk-node',
  container: (input) => ({
    name: 'cdk-node',
    entrypoint: ['cdk-node'],
    command: [
      'run',
      `--cfg=${CDK_NODE_FILES.config}`,
      // Its JSON-RPC is a component of its own, which only serves bridges: it is not run.
      '--components=sequence-sender,aggregator',
    ],
    user: '0:0',
    files: [
      { path: CDK_NODE_FILES.config, content: cdkNodeConfig(input) },
      { path: CDK_NODE_FILES.sequencer, content: keystore(input.keys.sequencer) },
      { path: CDK_NODE_FILES.aggregator, content: keystore(input.keys.aggregator) },
    ],
    volumes: { [CDK_NODE_FILES.data]: 'cdk-node' },
    ports: { provers: { inner: PROVER_PORT, outer: input.proverPort } },
    ready: [
      {
        what: 'its aggregator to answer provers',
        timeoutMs: TIMEOUT_MS,
        check: async (c) => (await answersHttp2(c.url('provers'))) || undefined,
      },
      {
        what: 'batches of the L2 to be sequenced on L1',
        timeoutMs: TIMEOUT_MS,
        check: async () => (await settled(input)).sequenced > INJECTED_BATCH || undefined,
      },
    ],
    causes: cdkNodeCauses,
    graceMs: 10_000,
  }),
};

/** Why cdk-node does not start, or does not get on, by what it prints. */
export const cdkNodeCauses: readonly KnownCause[] = [
  {
    pattern: /insufficient allowance|exceeds (balance|allowance)|ERC20Insufficient/i,
    cause: 'the sequencer has too little POL, or has not let the rollup contract take it.',
    next: 'Give POL to the account of the sequence sender, and approve the rollup contract.',
  },
  {
    pattern: /could not decrypt key|error decrypting|no such file.*keystore/i,
    cause: 'it cannot read a keystore.',
    next: 'Begin anew: `npx bigfile up --reset`.',
  },
  {
    pattern: /error no leaves on L1InfoTree|cant use this leafCounter/i,
    cause: 'it has not read the exit roots of the L1 up to the one that a batch names.',
    next: 'Check that the L1 goes on making blocks (`npx bigfile status`), and wait.',
  },
  {
    pattern: /state trie does not support witness/i,
    cause: 'the L2 is a type-1 chain, of which there is no witness to prove.',
    next: 'Take an L2 in zk mode: --l2 cdk-erigon-zk.',
  },
];

function keystore(key: `0x${string}`): string {
  return keystoreFile({ key, password: CDK_NODE_FILES.password });
}
