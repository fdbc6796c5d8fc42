import type { Order } from '../engine/mempoolTypes.ts';
import { L2_BATCH_MAX_BYTES } from './constants.ts';

export interface BatchLimits {
  /** Bytes of batch data; the contract takes at most 120,000. */
  maxBytes: number;
  maxTransactions: number;
  /** Milliseconds after its first block when a batch is closed. */
  maxAgeMs: number;
}

/** When blocks are made, and of what. */
export interface BlockRules {
  /**
   * `interval`: at every look for work, all that waits; `demand`: as soon as something waits;
   * `transaction`: as soon as something waits, a block for each transaction.
   */
  mode: 'interval' | 'demand' | 'transaction';
  order: Order;
  /** With `interval`: a block at every turn, whether or not there is something to put in it. */
  emptyBlocks: boolean;
  /** A batch every `maxAgeMs`, whether or not there is a block in it. */
  emptyBatches: boolean;
  /** For drills: a sequencer that passes over what is forced on L1. */
  skipForced: boolean;
}

export const BATCH_LIMITS: BatchLimits = {
  maxBytes: L2_BATCH_MAX_BYTES,
  maxTransactions: 2_000,
  maxAgeMs: 2_000,
};

export const BLOCK_RULES: BlockRules = {
  mode: 'interval',
  order: 'fifo',
  emptyBlocks: false,
  emptyBatches: false,
  skipForced: false,
};
