import { type Address, type Hex, zeroHash } from 'viem';
import { accInputHash, decodeBatchL2Data } from '../batch/index.ts';
import type { ForcedBatch } from '../l1info/index.ts';
import type { L2Batch } from './readL2Batch.ts';

/** A closed batch; `forced` says which entry on L1 it is, when it is one. */
export interface SequencableBatch extends L2Batch {
  forced?: Pick<ForcedBatch, 'globalExitRoot' | 'timestamp' | 'blockHash'>;
}

/** Arguments of `sequenceBatches`, but for the root that only the L1 can tell. */
export interface Sequence {
  batches: {
    transactions: Hex;
    forcedGlobalExitRoot: Hex;
    forcedTimestamp: bigint;
    forcedBlockHashL1: Hex;
  }[];
  l1InfoTreeLeafCount: number;
  /** Seconds. */
  maxSequenceTimestamp: bigint;
  l2Coinbase: Address;
}

/**
 * Puts closed batches into one sequence. The leaf count covers the highest leaf of the L1 info tree
 * that a block imports (leaf i needs i + 1), and 0 is legal when none does.
 */
export function buildSequence(o: {
  batches: readonly SequencableBatch[];
  coinbase: Address;
}): Sequence {
  const indexes = o.batches
    .filter((batch) => !batch.forced)
    .flatMap((batch) => decodeBatchL2Data(batch.batchL2Data).map((block) => block.l1InfoTreeIndex));
  const highest = Math.max(0, ...indexes);
  return {
    batches: o.batches.map((batch) => ({
      transactions: batch.batchL2Data,
      forcedGlobalExitRoot: batch.forced?.globalExitRoot ?? zeroHash,
      forcedTimestamp: batch.forced?.timestamp ?? 0n,
      forcedBlockHashL1: batch.forced?.blockHash ?? zeroHash,
    })),
    l1InfoTreeLeafCount: highest === 0 ? 0 : highest + 1,
    maxSequenceTimestamp: o.batches.at(-1)?.timestamp ?? 0n,
    l2Coinbase: o.coinbase,
  };
}

/**
 * Hash chain after the sequence, as the rollup contract will compute it.
 * @param o.l1InfoRoot root of the L1 info tree at the sequence's leaf count
 */
export function finalAccInputHash(o: { previous: Hex; sequence: Sequence; l1InfoRoot: Hex }): Hex {
  const { maxSequenceTimestamp: timestamp, l2Coinbase: coinbase, batches } = o.sequence;
  return batches.reduce((previous, batch) => {
    const isForced = batch.forcedTimestamp > 0n;
    return accInputHash({
      previous,
      transactions: batch.transactions,
      l1InfoRoot: isForced ? batch.forcedGlobalExitRoot : o.l1InfoRoot,
      timestamp: isForced ? batch.forcedTimestamp : timestamp,
      coinbase,
      forcedBlockHash: batch.forcedBlockHashL1,
    });
  }, o.previous);
}
