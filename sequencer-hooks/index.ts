export { allowList, denyList } from './accessList.ts';
export { censor } from './censor.ts';
export { createHookRunner, type HookRunner } from './createHookRunner.ts';
export { define } from './define.ts';
export {
  AdmissionRefusedError,
  HookFailedError,
  HookInvalidError,
  HookTimeoutError,
} from './errors.ts';
export { type GasFloorOptions, gasFloor } from './gasFloor.ts';
export { marketplaceLane } from './marketplaceLane.ts';
export { metrics } from './metrics.ts';
export { rateLimit } from './rateLimit.ts';
export type {
  Admission,
  AdmissionTransaction,
  BatchSequenced,
  BatchVerified,
  BlockSealed,
  BlockToBuild,
  Hook,
  HookMetric,
  HookPoints,
  L1InfoImported,
  OpenBatch,
  Point,
  ReorgSeen,
} from './types.ts';
