import type { Component } from '../Component.ts';
import type { L1Input } from './L1Input.ts';
import { l1Ready } from './l1Ready.ts';

/** Foundry's dev chain. Its accounts are those of the mnemonic. */
export const anvil: Component<L1Input> = {
  image: 'anvil',
  container: (input) => ({
    name: 'l1',
    entrypoint: ['anvil'],
    command: [
      '--host=0.0.0.0',
      '--port=8545',
      `--chain-id=${input.chainId}`,
      `--block-time=${input.blockSeconds}`,
      // Two blocks below the head are final: who waits for finality need not wait long.
      '--slots-in-an-epoch=1',
      `--mnemonic=${input.mnemonic}`,
      '--balance=1000000',
      '--state=/data/state.json',
      '--state-interval=1',
      '--preserve-historical-states',
    ],
    volumes: { '/data': 'l1' },
    ports: { http: { inner: 8545, outer: input.port } },
    ready: l1Ready(input),
  }),
};
