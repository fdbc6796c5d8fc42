import type { Hex } from 'viem';

/** A transaction as batch data holds it. */
export interface BatchTransaction {
  /** The signed transaction, byte for byte as a node accepts it. */
  raw: Hex;
  /**
   * Share of the gas price to charge, in 1/256, minus one; 255 is the full price.
   * This chain charges the full price: a normal batch must say so, in a forced one it is ignored.
   */
  effectivePercentage: number;
}

/** One block of a batch. */
export interface BatchBlock {
  /** Seconds after the previous block, uint32. */
  deltaTimestamp: number;
  /** Leaf of the L1 info tree to import, uint32; 0 imports nothing. */
  l1InfoTreeIndex: number;
  transactions: BatchTransaction[];
}
