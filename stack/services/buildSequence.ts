import { type Address, type Hex, zeroHash } from 'viem';
import { accInputHash, decodeBatchL2Data } from '../batch/index.ts';
import type { L2Batch } from './readL2Batch.ts';

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
export function buildSequence(o: { batches: readonly L2Batch[]; coinbase: Address }): Sequence {
  const indexes = o.batches.flatMap((batch) =>
    decodeBatchL2Data(batch.batchL2Data).map((block) => block.l1InfoTreeIndex),
  );
  const highest = Math.max(0, ...indexes);
  return {
    batches: o.batches.map((batch) => ({
      transactions: batch.batchL2Data,
      forcedGlobalExitRoot: zeroHash,
      forcedTimestamp: 0n,
      forcedBlockHashL1: zeroHash,
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
  return batches.reduce(
    (previous, { transactions }) =>
      accInputHash({ previous, transactions, l1InfoRoot: o.l1InfoRoot, timestamp, coinbase }),
    o.previous,
  );
}
