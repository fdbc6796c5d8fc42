// SPDX-License-Identifier: GPL-3.0-or-later
export { batchCircuitInputs } from './batch/batchCircuitInputs.ts';
export { batchCircuitName, majorityOf } from './batch/batchCircuitName.ts';
export { batchDomain } from './batch/batchDomain.ts';
export { batchMessage } from './batch/batchMessage.ts';
export { signBatch, verifyBatchSignature } from './batch/batchSignature.ts';
export { deriveUserKey, deriveValidatorKey, type KeyPair } from './batch/deriveKey.ts';
export { validatorSetRoot } from './batch/validatorSetRoot.ts';
export { deliveryRandomness } from './delivery/sealOutput.ts';
export * from './errors.ts';
export { assertKey } from './lib/assertKey.ts';
export { SCALAR_ORDER } from './lib/field.ts';
export {
  contributeToCeremony,
  finishCeremony,
  startCeremony,
  verifyCeremony,
} from './pipeline/ceremony.ts';
export { ceremonyArtifacts } from './pipeline/ceremonyArtifacts.ts';
export { type CeremonyTranscript, readTranscript } from './pipeline/ceremonyTranscript.ts';
export { circuitNames, typicalCircuits } from './pipeline/circuitDefinitions.ts';
export { circuitSourceHash } from './pipeline/circuitSourceHash.ts';
export { ensureCircuit } from './pipeline/ensureCircuit.ts';
export { identifyPtau } from './pipeline/identifyPtau.ts';
export { compareProgram, type ProgramMismatch } from './programs/compareProgram.ts';
export { heat2d } from './programs/heat2d/heat2d.ts';
export { loadProgram, programArtifacts } from './programs/loadProgram.ts';
export { mlpInt8 } from './programs/mlp-int8/mlpInt8.ts';
export { newProgram } from './programs/newProgram.ts';
export {
  compareWithLock,
  type LockDifference,
  writeProgramLock,
} from './programs/programLock.ts';
export { programs } from './programs/programs.ts';
export { raytile } from './programs/raytile/raytile.ts';
export { createProver, type ProverOptions } from './prove/createProver.ts';
export { createProverProcess } from './prove/createProverProcess.ts';
export { findRapidsnark } from './prove/rapidsnark.ts';
export type * from './types.ts';
