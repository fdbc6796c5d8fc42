import { type Hex, zeroHash } from 'viem';
import type { Component } from '../Component.ts';
import { rpc } from '../rpc.ts';
import type { CdkErigonInput } from './CdkErigonInput.ts';
import { cdkErigonContainer } from './cdkErigon.ts';
import { cdkErigonZkConfig } from './cdkErigonConfig.ts';
import { cdkErigonReady } from './cdkErigonReady.ts';

const TIMEOUT_MS = 180_000;

/** The sequencer of the CDK as a zk chain: the zkEVM's rules, legacy transactions, a Poseidon state root. */
export const cdkErigonZk: Component<CdkErigonInput> = {
  image: 'cdk-erigon-zk',
  container: (input) => ({
    ...cdkErigonContainer({ input, config: cdkErigonZkConfig(input) }),
    ready: [
      ...cdkErigonReady(input),
      {
        what: `block 0 to have the state root of the rollup type, ${input.genesisRoot}`,
        timeoutMs: 5_000,
        check: async (c) => (await genesisRootOf(c.url('http'))) === input.genesisRoot || undefined,
      },
    ],
  }),
};

/**
 * The same before there is a rollup on L1: it makes its block 0 from the accounts, and then waits for the L1
 * to tell it a fork. It keeps nothing.
 */
export const cdkErigonGenesis: Component<CdkErigonInput> = {
  image: 'cdk-erigon-zk',
  container: (input) => {
    const { volumes: _, ...container } = cdkErigonContainer({
      input,
      config: cdkErigonZkConfig(input, false),
    });
    return {
      ...container,
      name: 'cdk-erigon-genesis',
      ready: [
        {
          what: 'block 0, which it makes of the genesis accounts',
          timeoutMs: TIMEOUT_MS,
          check: async (c) => {
            const root = await genesisRootOf(c.url('http'));
            return root === zeroHash ? undefined : root;
          },
        },
      ],
    };
  },
};

/** State root of block 0, as the engine that made it says. */
async function genesisRootOf(url: string): Promise<Hex> {
  const block = await rpc<{ stateRoot: Hex }>(url, 'eth_getBlockByNumber', ['0x0', false]);
  return block.stateRoot;
}
