import type { L2Reorg } from './L2Reorg.ts';

/** Where a node stands. */
export interface L2Status {
  block: bigint;
  batch: bigint;
  virtualBatch: bigint;
  verifiedBatch: bigint;
  consolidatedBlock: bigint;
  /** Transactions that wait. */
  pending: number;
  /** Times that L1 replaced blocks since the node started. */
  l1Reorgs: number;
  /** Times that blocks of this chain were replaced; the newest 20, oldest first. */
  reorgs: readonly L2Reorg[];
  /** Why the node makes no more blocks; absent while it does. */
  halted?: string;
}
