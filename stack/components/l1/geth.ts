import type { Component } from '../Component.ts';
import { gethGenesis } from './gethGenesis.ts';
import type { L1Input } from './L1Input.ts';
import { l1Ready } from './l1Ready.ts';

const GENESIS = '/etc/geth/genesis.json';
/** Both commands must agree on where and how. */
const DATABASE = '--datadir=/data --state.scheme=hash';

/** geth in dev mode: it makes blocks alone, and a block is final after 32 others. */
export const geth: Component<L1Input> = {
  image: 'geth',
  container: (input) => ({
    name: 'l1',
    // A chain that is there already stays: `init` with the same genesis changes nothing.
    entrypoint: ['/bin/sh', '-c'],
    command: [`geth init ${DATABASE} ${GENESIS} && exec geth ${DATABASE} ${run(input).join(' ')}`],
    files: [{ path: GENESIS, content: gethGenesis(input) }],
    volumes: { '/data': 'l1' },
    ports: { http: { inner: 8545, outer: input.port } },
    ready: l1Ready(input),
    causes: [
      {
        pattern: /incompatible genesis|database version/i,
        cause: 'its volume holds the chain of another version or configuration.',
        next: 'Begin anew: `npx bigfile up --reset`.',
      },
    ],
  }),
};

function run({ chainId, blockSeconds }: L1Input): string[] {
  return [
    '--dev',
    `--dev.period=${blockSeconds}`,
    `--networkid=${chainId}`,
    '--gcmode=archive',
    '--nodiscover',
    '--maxpeers=0',
    '--ipcdisable',
    '--http',
    '--http.addr=0.0.0.0',
    '--http.port=8545',
    "--http.vhosts='*'",
    "--http.corsdomain='*'",
    '--http.api=eth,net,web3,debug,txpool',
    // The factories of deterministic addresses come by transactions without a chain id.
    '--rpc.allow-unprotected-txs',
    '--rpc.txfeecap=0',
  ];
}
