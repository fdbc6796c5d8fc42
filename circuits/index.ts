// SPDX-License-Identifier: GPL-3.0-or-later
export { batchCircuitInputs } from './batch/batchCircuitInputs.ts';
export { batchDomain } from './batch/batchDomain.ts';
export { batchMessage } from './batch/batchMessage.ts';
export { signBatch, verifyBatchSignature } from './batch/batchSignature.ts';
export { deriveUserKey, deriveValidatorKey, type KeyPair } from './batch/deriveKey.ts';
export { validatorSetRoot } from './batch/validatorSetRoot.ts';
export * from './errors.ts';
export { assertKey } from './lib/assertKey.ts';
export { SCALAR_ORDER } from './lib/field.ts';
export { circuitNames } from './pipeline/circuitDefinitions.ts';
export { circuitSourceHash } from './pipeline/circuitSourceHash.ts';
export { ensureCircuit } from './pipeline/ensureCircuit.ts';
export { mlpInt8 } from './programs/mlp-int8/mlpInt8.ts';
export { programs } from './programs/programs.ts';
export { createProver } from './prove/createProver.ts';
export type * from './types.ts';
