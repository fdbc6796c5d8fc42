import { type Hex, numberToHex } from 'viem';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { PooledTransaction } from '../engine/parsePooled.ts';
import { formatPending } from './formatPending.ts';
import type { RpcMethod } from './RpcMethod.ts';

type ByNonce<T> = Record<string, T>;
type BySender<T> = Record<string, ByNonce<T>>;

/** `txpool_`: what waits, in geth's shape. `pending` can be executed now, `queued` has a gap before it. */
export function txpoolMethods(mempool: Mempool): Record<string, RpcMethod> {
  return {
    txpool_status() {
      const pending = mempool.ready().length;
      return { pending: numberToHex(pending), queued: numberToHex(mempool.size() - pending) };
    },
    txpool_content: () => split(mempool, formatPending),
    txpool_inspect: () => split(mempool, summary),
    txpool_contentFrom([address]) {
      const { pending, queued } = split(mempool, formatPending);
      const from = String(address).toLowerCase();
      return { pending: of(pending, from), queued: of(queued, from) };
    },
  };
}

function of<T>(all: BySender<T>, from: string): ByNonce<T> {
  const found = Object.entries(all).find(([sender]) => sender.toLowerCase() === from);
  return found?.[1] ?? {};
}

function split<T>(
  mempool: Mempool,
  show: (transaction: PooledTransaction) => T,
): { pending: BySender<T>; queued: BySender<T> } {
  const ready = new Set<Hex>(mempool.ready());
  const told: { pending: BySender<T>; queued: BySender<T> } = { pending: {}, queued: {} };
  for (const transaction of mempool.all()) {
    const half = told[ready.has(transaction.raw) ? 'pending' : 'queued'];
    const { from, nonce } = transaction;
    half[from] = { ...half[from], [nonce.toString()]: show(transaction) };
  }
  return told;
}

function summary({ to, value, gas, maxFeePerGas }: PooledTransaction): string {
  return `${to ?? 'contract creation'}: ${value} wei + ${gas} gas × ${maxFeePerGas} wei`;
}
