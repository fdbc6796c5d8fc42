// SPDX-License-Identifier: GPL-3.0-or-later
export { batchCircuitInputs } from './batch/batchCircuitInputs.ts';
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
  type CeremonyTranscript,
  ceremonySetup,
  identifyPtau,
  verifyCeremony,
} from './pipeline/ceremonySetup.ts';
export { circuitNames } from './pipeline/circuitDefinitions.ts';
export { circuitSourceHash } from './pipeline/circuitSourceHash.ts';
export { ensureCircuit } from './pipeline/ensureCircuit.ts';
export { heat2d } from './programs/heat2d/heat2d.ts';
export { mlpInt8 } from './programs/mlp-int8/mlpInt8.ts';
export { programs } from './programs/programs.ts';
export { raytile } from './programs/raytile/raytile.ts';
export { createProver } from './prove/createProver.ts';
export type * from './types.ts';
