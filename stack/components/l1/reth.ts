import type { Component } from '../Component.ts';
import type { L1Input } from './L1Input.ts';
import { l1Ready } from './l1Ready.ts';

/** reth in dev mode. Its genesis funds the accounts of the mnemonic that all dev tools use. */
export const reth: Component<L1Input> = {
  image: 'reth',
  container: (input) => ({
    name: 'l1',
    entrypoint: ['reth'],
    command: [
      'node',
      '--dev',
      `--dev.block-time=${input.blockSeconds}s`,
      '--datadir=/data',
      '--http',
      '--http.addr=0.0.0.0',
      '--http.port=8545',
      '--http.corsdomain=*',
      '--http.api=eth,net,web3,debug,txpool',
      '--disable-discovery',
    ],
    volumes: { '/data': 'l1' },
    ports: { http: { inner: 8545, outer: input.port } },
    ready: l1Ready(input),
  }),
};
