export { managerViews, sequenceFunctions, settlementEvents } from './abi.ts';
export { createL1Client } from './createL1Client.ts';
export {
  createL1InfoFollower,
  type L1InfoFollower,
  type L1InfoFollowerOptions,
} from './createL1InfoFollower.ts';
export {
  L1InfoMismatchError,
  L1ReorgError,
  SequenceDataError,
} from './errors.ts';
export { type ForcedQueue, readOverdueForced } from './readOverdueForced.ts';
export { readSequence, type SequencedBatch } from './readSequence.ts';
export type {
  ForcedBatch,
  InjectedBatch,
  L1BlockRef,
  L1InfoLeaf,
  L1Rollback,
  L1Sequence,
  L1Verification,
  SeenReorg,
} from './types.ts';
