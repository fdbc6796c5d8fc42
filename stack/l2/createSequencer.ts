import { type Address, zeroHash } from 'viem';
import type { Logger } from '#core';
import { BLOCK_HEADER_BYTES } from '../batch/index.ts';
import { planBatch } from '../derivation/planBatch.ts';
import type { SealedBlock } from '../engine/types.ts';
import type { ForcedBatch } from '../l1info/index.ts';
import { exitRootOf, type L2BlockPlan, toBlockInputs } from './blockInputs.ts';
import { blockTime, chooseWork, type Work, type WorkSources } from './chooseWork.ts';
import type { LocalBatch } from './createBatchBook.ts';

export interface SequencerOptions extends WorkSources {
  coinbase: Address;
  logger: Logger;
  /** Milliseconds; the system's clock unless told. Only the age of batches depends on it. */
  now?: () => number;
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

/** Makes blocks of waiting transactions and of news from L1. Callers take turns. */
export function createSequencer(o: SequencerOptions): Sequencer {
  const { book, hooks, limits, rules } = o;
  const now = o.now ?? Date.now;
  let opened = { batch: 0n, at: 0 };
  let closedAt = now();

  const ageMs = (open: LocalBatch): number => {
    if (opened.batch !== open.number) opened = { batch: open.number, at: now() };
    return now() - opened.at;
  };
  const close = (number: bigint, open: LocalBatch | undefined): void => {
    book.close(number);
    closedAt = now();
    const { transactions = 0, bytes = 0 } = open ?? {};
    o.logger.info({ batch: number, transactions, bytes }, 'batch closed');
  };
  const closeBatch = (): bigint => {
    const { open, number } = book.current();
    if (open) close(open.number, open);
    return open?.number ?? number - 1n;
  };
  const closeIfDue = async (): Promise<void> => {
    const { open, number } = book.current();
    if (!open) {
      if (rules.emptyBatches && now() - closedAt >= limits.maxAgeMs) close(number, undefined);
      return;
    }
    const age = ageMs(open);
    const full = open.transactions >= limits.maxTransactions || age >= limits.maxAgeMs;
    const { transactions, bytes } = open;
    const blocks = Number(open.lastBlock - open.firstBlock) + 1;
    const asked = { number: open.number, transactions, bytes, blocks, ageMs: age };
    if (full || (await hooks.shouldClose(asked))) closeBatch();
  };
  const make = async (plan: L2BlockPlan): Promise<void> => {
    const block = await o.chain.seal(await toBlockInputs({ chain: o.chain, plan }));
    await report({ ...o, block, plan });
  };

  return {
    closeBatch,
    async turn() {
      let made = 0;
      for (;;) {
        const work = (await chooseWork(o)) ?? (made === 0 ? emptyWork(o) : undefined);
        if (!work) break;
        if (work === 'full') closeBatch();
        else if ('forced' in work) {
          await make(toForcedPlan(o, work.forced));
          closeBatch();
        } else {
          await make(toPlan({ ...o, ...work }));
          await closeIfDue();
        }
        if (work !== 'full') made += 1;
      }
      await closeIfDue();
    },
  };
}

/** What an empty block is made of, where they are wanted. */
function emptyWork(o: SequencerOptions): Work | 'full' | undefined {
  if (!o.rules.emptyBlocks || o.rules.mode !== 'interval') return undefined;
  const bytes = o.book.current().open?.bytes ?? 0;
  if (bytes + BLOCK_HEADER_BYTES > o.limits.maxBytes) return 'full';
  return { transactions: [], leaf: undefined };
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

async function report(
  o: SequencerOptions & { block: SealedBlock; plan: L2BlockPlan },
): Promise<void> {
  const { number, hash, timestamp, transactionHashes, dropped } = o.block;
  o.logger.debug({ block: number, transactions: transactionHashes.length }, 'block sealed');
  for (const { hash: transaction, reason } of dropped) {
    o.logger.warn({ block: number, transaction, reason }, 'transaction dropped');
  }
  const batch = BigInt(o.plan.meta.batch);
  await o.hooks.tell('blockSealed', { number, hash, batch, timestamp, transactionHashes });
  const index = o.plan.meta.l1InfoTreeIndex;
  const leaf = index > 0 ? o.follower.leaf(index) : undefined;
  if (!leaf) return;
  const { globalExitRoot } = leaf;
  await o.hooks.tell('l1InfoImported', { index, globalExitRoot, block: number });
}
