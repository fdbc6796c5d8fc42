/** Where a node stands. */
export interface L2Status {
  block: bigint;
  batch: bigint;
  virtualBatch: bigint;
  verifiedBatch: bigint;
  consolidatedBlock: bigint;
  /** Transactions that wait. */
  pending: number;
  /** Why the node makes no more blocks; absent while it does. */
  halted?: string;
}
