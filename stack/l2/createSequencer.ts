import { type Address, type Hex, zeroHash } from 'viem';
import type { Logger } from '#core';
import type { HookRunner } from '#hooks';
import { BLOCK_HEADER_BYTES } from '../batch/index.ts';
import { planBatch } from '../derivation/planBatch.ts';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { DevChain, SealedBlock } from '../engine/types.ts';
import type { ForcedBatch, L1InfoFollower, L1InfoLeaf } from '../l1info/index.ts';
import { exitRootOf, type L2BlockPlan, toBlockInputs } from './blockInputs.ts';
import { L2_BLOCK_GAS_LIMIT } from './constants.ts';
import { type BatchBook, batchBytes, type LocalBatch } from './createBatchBook.ts';

export interface BatchLimits {
  /** Bytes of batch data; the contract takes at most 120,000. */
  maxBytes: number;
  maxTransactions: number;
  /** Milliseconds after its first block when a batch is closed. */
  maxAgeMs: number;
}

export interface SequencerOptions {
  chain: DevChain;
  mempool: Mempool;
  book: BatchBook;
  follower: L1InfoFollower;
  hooks: HookRunner;
  coinbase: Address;
  limits: BatchLimits;
  logger: Logger;
}

export interface Sequencer {
  /** Makes as many blocks as there is work for; closes the batch when a limit is reached. */
  turn(): Promise<void>;
  /**
   * Closes the open batch, if there is one.
   * @returns the newest closed batch
   */
  closeBatch(): bigint;
}

/** Makes blocks on demand: for waiting transactions, and for news from L1. Callers take turns. */
export function createSequencer(o: SequencerOptions): Sequencer {
  const { book, hooks, limits } = o;
  let opened = { batch: 0n, at: 0 };

  const ageMs = (open: LocalBatch): number => {
    if (opened.batch !== open.number) opened = { batch: open.number, at: Date.now() };
    return Date.now() - opened.at;
  };
  const closeBatch = (): bigint => {
    const { open, number } = book.current();
    if (open) {
      book.close(open.number);
      const { transactions, bytes } = open;
      o.logger.info({ batch: open.number, transactions, bytes }, 'batch closed');
    }
    return open?.number ?? number - 1n;
  };
  const closeIfDue = async (): Promise<void> => {
    const { open } = book.current();
    if (!open) return;
    const age = ageMs(open);
    const full = open.transactions >= limits.maxTransactions || age >= limits.maxAgeMs;
    const { number, transactions, bytes } = open;
    const blocks = Number(open.lastBlock - open.firstBlock) + 1;
    const asked = { number, transactions, bytes, blocks, ageMs: age };
    if (full || (await hooks.shouldClose(asked))) closeBatch();
  };

  return {
    closeBatch,
    async turn() {
      for (;;) {
        const work = chooseWork(o);
        if (work === 'full') closeBatch();
        else if (!work) break;
        else {
          const plan = 'forced' in work ? toForcedPlan(o, work.forced) : toPlan({ ...o, ...work });
          const block = await o.chain.seal(await toBlockInputs({ chain: o.chain, plan }));
          await report({ ...o, block, batch: book.current().number });
          if ('forced' in work) closeBatch();
          else await closeIfDue();
        }
      }
      await closeIfDue();
    },
  };
}

interface Work {
  transactions: Hex[];
  leaf: L1InfoLeaf | undefined;
}

/** What the next block is made of; `full` when the open batch has no room for what comes next. */
function chooseWork(o: SequencerOptions): Work | { forced: ForcedBatch } | 'full' | undefined {
  const { open } = o.book.current();
  const forced = nextForced(o);
  if (forced) return open ? 'full' : { forced };
  const ready = o.mempool.ready({ gasLimit: L2_BLOCK_GAS_LIMIT });
  const leaf = newLeaf(o);
  if (!ready.length && !leaf) return undefined;
  const bytes = o.limits.maxBytes - (open?.bytes ?? 0) - BLOCK_HEADER_BYTES;
  const count = o.limits.maxTransactions - (open?.transactions ?? 0);
  const transactions = fitting({ ready, bytes, count });
  if (bytes >= 0 && (transactions.length || (leaf && !ready.length))) return { transactions, leaf };
  return open ? 'full' : undefined;
}

function fitting(o: { ready: readonly Hex[]; bytes: number; count: number }): Hex[] {
  const chosen: Hex[] = [];
  let bytes = 0;
  for (const raw of o.ready) {
    bytes += batchBytes(raw);
    if (bytes > o.bytes || chosen.length >= o.count) break;
    chosen.push(raw);
  }
  return chosen;
}

/** The newest leaf that may be imported now. Leaf 0 never reaches the L2. */
function newLeaf(o: SequencerOptions): L1InfoLeaf | undefined {
  const leaf = o.follower.lastLeaf();
  if (!leaf || leaf.index <= (o.book.last()?.leafIndex ?? 0)) return undefined;
  return leaf.timestamp <= blockTime(o) ? leaf : undefined;
}

/** Forced batches are taken in their order, as soon as they are seen: long before their timeout. */
function nextForced({ book, follower }: SequencerOptions): ForcedBatch | undefined {
  const local = book.last()?.forcedNumber ?? 0n;
  const onL1 = follower.forcedSequenced();
  // They are numbered from 1.
  return follower.forced()[Number(local > onL1 ? local : onL1)];
}

function toForcedPlan(o: SequencerOptions, forced: ForcedBatch): L2BlockPlan {
  const { transactions, globalExitRoot, timestamp, blockHash } = forced;
  const [plan] = planBatch({
    batch: {
      number: o.book.current().number,
      transactions,
      coinbase: o.coinbase,
      limits: { l1InfoRoot: zeroHash, leafCount: 0, maxTimestamp: 0n },
      forced: { globalExitRoot, timestamp, blockHash },
    },
    parent: { timestamp: o.chain.head().timestamp, leafIndex: 0 },
    leaf: () => undefined,
    forced,
  });
  return plan!;
}

/** Time on the L2 is that of the L1, and never runs backwards. */
function blockTime(o: SequencerOptions): bigint {
  const previous = o.chain.head().timestamp;
  const l1 = o.follower.head()?.timestamp ?? previous;
  if (l1 > previous) return l1;
  return previous;
}

function toPlan(o: SequencerOptions & Work): L2BlockPlan {
  const { leaf } = o;
  return {
    meta: {
      batch: Number(o.book.current().number),
      kind: 'normal',
      l1InfoTreeIndex: leaf?.index ?? 0,
    },
    timestamp: blockTime(o),
    coinbase: o.coinbase,
    ...(leaf ? { exitRoot: exitRootOf(leaf) } : {}),
    transactions: o.transactions,
  };
}

async function report(o: SequencerOptions & { block: SealedBlock; batch: bigint }): Promise<void> {
  const { number, hash, timestamp, transactionHashes, dropped } = o.block;
  o.logger.debug({ block: number, transactions: transactionHashes.length }, 'block sealed');
  for (const { hash: transaction, reason } of dropped) {
    o.logger.warn({ block: number, transaction, reason }, 'transaction dropped');
  }
  await o.hooks.tell('blockSealed', { number, hash, batch: o.batch, timestamp, transactionHashes });
}
