import type { Derivation } from '../derivation/index.ts';
import type { DevChain } from '../engine/types.ts';
import type { L1InfoFollower } from '../l1info/index.ts';
import type { BatchBook } from './createBatchBook.ts';

/** What is known of the batches, on the L2 and on L1. */
export interface BatchSources {
  chain: DevChain;
  book: BatchBook;
  derivation: Derivation;
  follower: L1InfoFollower;
}
