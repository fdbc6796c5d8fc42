import type { ReadyStage } from '#core';
import { rpc } from '../rpc.ts';
import type { L1Input } from './L1Input.ts';

const TIMEOUT_MS = 120_000;

/** An L1 is ready when it makes blocks of the right chain; an open port would not tell that. */
export function l1Ready({ chainId, blockSeconds }: L1Input): ReadyStage[] {
  let first: bigint | undefined;
  return [
    {
      what: 'the L1 to answer',
      timeoutMs: TIMEOUT_MS,
      check: (c) => rpc<string>(c.url('http'), 'web3_clientVersion'),
    },
    {
      what: `chain id ${chainId}`,
      timeoutMs: 5_000,
      check: async (c) =>
        Number(await rpc<string>(c.url('http'), 'eth_chainId')) === chainId || undefined,
    },
    {
      what: `the next block, due in ${blockSeconds} s`,
      timeoutMs: TIMEOUT_MS,
      check: async (c) => {
        const height = BigInt(await rpc<string>(c.url('http'), 'eth_blockNumber'));
        first ??= height;
        return height > first || undefined;
      },
    },
  ];
}
