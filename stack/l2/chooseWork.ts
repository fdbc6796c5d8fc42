import type { Hex } from 'viem';
import type { HookRunner } from '#hooks';
import { BLOCK_HEADER_BYTES, batchTransactionLength } from '../batch/index.ts';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { PooledTransaction } from '../engine/parsePooled.ts';
import type { DevChain } from '../engine/types.ts';
import type { ForcedBatch, L1InfoFollower, L1InfoLeaf } from '../l1info/index.ts';
import type { BatchLimits, BlockRules } from './batchRules.ts';
import { L2_BLOCK_GAS_LIMIT } from './constants.ts';
import type { BatchBook } from './createBatchBook.ts';

/** Where the work comes from. */
export interface WorkSources {
  chain: DevChain;
  mempool: Mempool;
  book: BatchBook;
  follower: L1InfoFollower;
  hooks: HookRunner;
  limits: BatchLimits;
  rules: BlockRules;
}

/** What a block is made of. */
export interface Work {
  transactions: Hex[];
  leaf: L1InfoLeaf | undefined;
}

/** What the next block is made of; `full` when the open batch has no room for what comes next. */
export async function chooseWork(
  o: WorkSources,
): Promise<Work | { forced: ForcedBatch } | 'full' | undefined> {
  const { open } = o.book.current();
  const forced = nextForced(o);
  if (forced) return open ? 'full' : { forced };
  const ready = await executable(o);
  const leaf = newLeaf(o);
  if (!ready.length && !leaf) return undefined;
  const bytes = o.limits.maxBytes - (open?.bytes ?? 0) - BLOCK_HEADER_BYTES;
  const room = o.limits.maxTransactions - (open?.transactions ?? 0);
  const count = o.rules.mode === 'transaction' ? Math.min(1, room) : room;
  const transactions = fitting({ ready, bytes, count });
  if (bytes >= 0 && (transactions.length || (leaf && !ready.length))) return { transactions, leaf };
  return open ? 'full' : undefined;
}

/** What waits, in the order of the rules, as the hooks want it, within the gas of a block. */
async function executable(o: WorkSources): Promise<Hex[]> {
  const { order } = o.rules;
  if (!o.hooks.buildsBlocks) return o.mempool.ready({ gasLimit: L2_BLOCK_GAS_LIMIT, order });
  const transactions = o.mempool.readyTransactions({ order });
  if (!transactions.length) return [];
  const block = { number: o.chain.head().number + 1n, batch: o.book.current().number };
  const hashes = await o.hooks.build({ transactions, block });
  return withinGas(hashes.flatMap((hash) => o.mempool.get(hash) ?? []));
}

/** As many as one block can run. They end at the first that is too much: order matters more. */
function withinGas(transactions: readonly PooledTransaction[]): Hex[] {
  const chosen: Hex[] = [];
  let gas = 0n;
  for (const transaction of transactions) {
    gas += transaction.gas;
    if (gas > L2_BLOCK_GAS_LIMIT) break;
    chosen.push(transaction.raw);
  }
  return chosen;
}

function fitting(o: { ready: readonly Hex[]; bytes: number; count: number }): Hex[] {
  const chosen: Hex[] = [];
  let bytes = 0;
  for (const raw of o.ready) {
    bytes += batchTransactionLength({ raw });
    if (bytes > o.bytes || chosen.length >= o.count) break;
    chosen.push(raw);
  }
  return chosen;
}

/** The newest leaf that may be imported now. Leaf 0 never reaches the L2. */
function newLeaf(o: WorkSources): L1InfoLeaf | undefined {
  const leaf = o.follower.lastLeaf();
  if (!leaf || leaf.index <= (o.book.last()?.leafIndex ?? 0)) return undefined;
  return leaf.timestamp <= blockTime(o) ? leaf : undefined;
}

/** Forced batches are taken in their order, as soon as they are seen: long before their timeout. */
function nextForced({ book, follower, rules }: WorkSources): ForcedBatch | undefined {
  if (rules.skipForced) return undefined;
  const local = book.last()?.forcedNumber ?? 0n;
  const onL1 = follower.forcedSequenced();
  // They are numbered from 1.
  return follower.forced()[Number(local > onL1 ? local : onL1)];
}

/** Time on the L2 is that of the L1, and never runs backwards. */
export function blockTime(o: Pick<WorkSources, 'chain' | 'follower'>): bigint {
  const previous = o.chain.head().timestamp;
  const l1 = o.follower.head()?.timestamp ?? previous;
  if (l1 > previous) return l1;
  return previous;
}
