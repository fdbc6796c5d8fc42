export type { AggregatorStatus } from './Aggregator.ts';
export { collectSignatures, type SignatureSlots } from './collectSignatures.ts';
export * from './errors.ts';
export {
  type Equivocation,
  findEquivocations,
  type SignedStatement,
} from './findEquivocations.ts';
export {
  type BatchProof,
  type ProofCalldata,
  proofCalldata,
  proveBatchRange,
} from './proveBatchRange.ts';
export {
  type BatchOffer,
  type BatchStatement,
  readBatchStatement,
  withInputSnark,
} from './readBatchStatement.ts';
export { type BatchVerifierState, readBatchVerifier } from './readBatchVerifier.ts';
export { type ContractReader, type RollupState, readRollupState } from './readRollupState.ts';
export { executeRotation, type Rotation, scheduleRotation } from './rotateValidators.ts';
export type { RangeSignature, SignRequest } from './signRange.ts';
export {
  type AggregatorOptions,
  type AggregatorService,
  startAggregator,
} from './startAggregator.ts';
export {
  type SequenceSender,
  type SequenceSenderOptions,
  startSequenceSender,
} from './startSequenceSender.ts';
export { startValidator, type Validator, type ValidatorOptions } from './startValidator.ts';
