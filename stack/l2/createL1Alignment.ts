import type { Address } from 'viem';
import { type Logger, toJson } from '#core';
import { ChainDivergedError, type Derivation } from '../derivation/index.ts';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { DevChain } from '../engine/types.ts';
import type { L1InfoFollower } from '../l1info/index.ts';
import type { BatchBook } from './createBatchBook.ts';
import { findInvalidForced, findInvalidImport } from './findInvalidBlock.ts';
import type { L2Reorg, L2ReorgCause } from './L2Reorg.ts';
import { reorgL2 } from './reorgL2.ts';

export interface L1AlignmentOptions {
  chain: DevChain;
  book: BatchBook;
  follower: L1InfoFollower;
  derivation: Derivation;
  /** The bridge on L2. */
  bridge: Address;
  logger: Logger;
}

interface Running {
  mempool: Mempool;
  /** Makes blocks of what waits. */
  rebuild: () => Promise<void>;
}

/** Keeps the local chain in line with L1. Its calls must not overlap with the making of blocks. */
export interface L1Alignment {
  /** True when L1 has said something since `align` that it must work on. */
  isDue(): boolean;
  /**
   * Compares the chain with the newest batches on L1. Blocks that another branch of L1, a
   * rollback or somebody's forced batches have made impossible are replaced.
   * @throws ChainDivergedError when the sequencer itself put other data on L1
   */
  align(): Promise<void>;
  /** From now on, replaced blocks are made anew at once. */
  run(running: Running): void;
  /** The newest 20, oldest first; durable. */
  reorgs(): readonly L2Reorg[];
}

const KEY = 'l2.reorgs';
const KEPT = 20;

export function createL1Alignment(o: L1AlignmentOptions): L1Alignment {
  const { chain, book, follower, derivation, logger } = o;
  let running: Running | undefined;
  let seen: string | undefined;
  const reorgs = readReorgs(chain);

  /** Anything in it changes when L1 takes something back, or uses up a forced batch. */
  const news = () =>
    [follower.reorgs().length, follower.rollbacks().length, follower.forcedSequenced()].join();
  const replace = async (from: bigint, cause: L2ReorgCause): Promise<void> => {
    const reorg = await reorgL2({ ...o, cause, from, running: running && behindL1(running) });
    reorgs.push(reorg);
    reorgs.splice(0, reorgs.length - KEPT);
    chain.journal.set(KEY, toJson(reorgs));
    logger.warn({ reorg: toJson(reorg) }, 'blocks of the L2 were replaced');
  };
  /** What is on L1 comes first; the sequencer goes on behind it. */
  const behindL1 = ({ mempool, rebuild }: Running): Running => ({
    mempool,
    rebuild: async () => {
      await derive();
      await mempool.reload();
      await rebuild();
    },
  });
  const causeOf = (error: ChainDivergedError): L2ReorgCause | undefined => {
    if (error.forced) return 'forcedBatch';
    if (follower.reorgs().length) return 'l1Reorg';
    return follower.rollbacks().length ? 'rollbackBatches' : undefined;
  };
  const derive = async (): Promise<void> => {
    for (;;) {
      try {
        await derivation.sync();
        // Nothing may be added to what is on L1.
        book.close(derivation.lastBatch());
        return;
      } catch (error) {
        if (!(error instanceof ChainDivergedError)) throw error;
        const cause = causeOf(error);
        if (cause === undefined) throw error;
        await replace(error.block, cause);
      }
    }
  };

  return {
    isDue: () => derivation.isBehind() || seen !== news(),
    async align() {
      await follower.poll();
      const invalid = findInvalidImport(o);
      if (invalid !== undefined) {
        await replace(invalid, invalid === 1n ? 'otherBatch' : 'l1Reorg');
      }
      await derive();
      const forced = findInvalidForced(o);
      if (forced !== undefined) {
        await replace(forced, follower.rollbacks().length ? 'rollbackBatches' : 'forcedBatch');
      }
      seen = news();
    },
    run(parts) {
      running = parts;
    },
    reorgs: () => reorgs,
  };
}

function readReorgs(chain: DevChain): L2Reorg[] {
  const stored = JSON.parse(chain.journal.get(KEY) ?? '[]') as L2Reorg[];
  return stored.map((reorg) => ({
    ...reorg,
    forkBlock: BigInt(reorg.forkBlock),
    blocks: reorg.blocks.map((block) => ({ ...block, number: BigInt(block.number) })),
  }));
}
