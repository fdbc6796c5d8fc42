import type { Hex } from 'viem';

/** What a transaction came to: in a block, or not. */
export type TransactionOutcome = 'success' | 'reverted' | 'waiting' | 'dropped';

/** Why blocks of the L2 were replaced. */
export type L2ReorgCause = 'l1Reorg' | 'rollbackBatches' | 'forcedBatch' | 'otherBatch';

/** Blocks of the L2 that were replaced, and what that has changed. */
export interface L2Reorg {
  /** Seconds since the epoch. */
  time: number;
  cause: L2ReorgCause;
  /** The newest L2 block that stayed. */
  forkBlock: bigint;
  /** Replaced blocks; `is` is null where the new branch has no such block yet. */
  blocks: { number: bigint; was: Hex; is: Hex | null }[];
  /** Transactions of users that have another outcome now. */
  changed: { hash: Hex; was: TransactionOutcome; is: TransactionOutcome }[];
  /** Claims from the bridge among them that succeeded and do so no more. */
  failedClaims: Hex[];
}
