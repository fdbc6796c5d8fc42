export { assertNotSkipped } from './assertNotSkipped.ts';
export * from './errors.ts';
export { type FollowedForced, followForced } from './followForced.ts';
export { type ForcedTransaction, forceTransaction } from './forceTransaction.ts';
export { type Forcing, readForcing } from './readForcing.ts';
