export { createDerivation, type Derivation } from './createDerivation.ts';
export { createReplica, type Replica, type ReplicaOptions } from './createReplica.ts';
export { type DiscoveredRollup, discoverRollup } from './discoverRollup.ts';
export {
  AccInputHashMismatchError,
  BatchRefusedError,
  ChainDivergedError,
  GenesisMismatchError,
  NotARollupError,
  RollupNotFoundError,
  SyncBlockError,
  SyncRootError,
  UnknownBatchError,
} from './errors.ts';
export {
  type SyncOptions,
  type SyncProgress,
  type SyncReport,
  syncFromL1,
} from './syncFromL1.ts';
export type { DerivationOptions, DerivedBatch } from './types.ts';
