import type { Address, Hex } from 'viem';

/** A block of the L1, as far as the L2 cares. */
export interface L1BlockRef {
  number: bigint;
  hash: Hex;
  /** seconds */
  timestamp: bigint;
}

/** A leaf of the L1 info tree. */
export interface L1InfoLeaf {
  /** Position in the tree, from 0; leaf 0 never reaches the L2. */
  index: number;
  mainnetExitRoot: Hex;
  rollupExitRoot: Hex;
  globalExitRoot: Hex;
  /** Hash of the L1 block before the one that holds the leaf. */
  blockHash: Hex;
  /** Time of the L1 block that holds the leaf, seconds. */
  timestamp: bigint;
  /** L1 block that holds the leaf. */
  blockNumber: bigint;
  /** Root of the tree once the leaf is in it. */
  l1InfoRoot: Hex;
}

/** Batch 1, which the rollup contract itself made. */
export interface InjectedBatch {
  /** Batch data without block marks. */
  transactions: Hex;
  globalExitRoot: Hex;
  sequencer: Address;
  /** Time of the L1 block that holds it, seconds. */
  timestamp: bigint;
  /** Hash of the L1 block before that one. */
  blockHash: Hex;
  blockNumber: bigint;
  transactionHash: Hex;
}

/** One transaction on L1 that put batches there. Its data: `readSequence`. */
export interface L1Sequence {
  /** `forced`: by `sequenceForceBatches`, without the sequencer. */
  kind: 'normal' | 'forced';
  lastBatch: bigint;
  /** Root of the L1 info tree that the batches may use; absent for `forced`. */
  l1InfoRoot?: Hex;
  blockNumber: bigint;
  transactionHash: Hex;
}

/** Batches accepted as proven on L1. */
export interface L1Verification {
  lastBatch: bigint;
  stateRoot: Hex;
  localExitRoot: Hex;
  aggregator: Address;
  blockNumber: bigint;
  transactionHash: Hex;
}

/** A batch that somebody put on L1 past the sequencer. */
export interface ForcedBatch {
  /** Counts from 1. */
  number: bigint;
  /** Batch data without block marks; what it holds may be anything. */
  transactions: Hex;
  globalExitRoot: Hex;
  /** Time of its L1 block, seconds. */
  timestamp: bigint;
  /** Hash of the L1 block before that one. */
  blockHash: Hex;
  sender: Address;
  blockNumber: bigint;
  transactionHash: Hex;
}

/** Batches that the rollup's admin has taken back before they were verified. */
export interface L1Rollback {
  /** The last batch that stays. */
  targetBatch: bigint;
  blockNumber: bigint;
  transactionHash: Hex;
}

/** The L1 replaced blocks that had been read. */
export interface SeenReorg {
  /** The newest block that was read and stays. */
  forkBlock: bigint;
  /** The newest block that was read and is gone. */
  replaced: L1BlockRef;
  newHead: L1BlockRef;
}
