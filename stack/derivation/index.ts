export { createDerivation, type Derivation, type DerivationOptions } from './createDerivation.ts';
export { createReplica, type Replica, type ReplicaOptions } from './createReplica.ts';
export {
  AccInputHashMismatchError,
  BatchRefusedError,
  ChainDivergedError,
  GenesisMismatchError,
  RollupNotFoundError,
  UnknownBatchError,
} from './errors.ts';
export type { DerivedBatch } from './types.ts';
