export { createHookRunner, type HookRunner } from './createHookRunner.ts';
export { define } from './define.ts';
export { AdmissionRefusedError, HookFailedError } from './errors.ts';
export { type GasFloorOptions, gasFloor } from './gasFloor.ts';
export type {
  Admission,
  AdmissionTransaction,
  BlockSealed,
  Hook,
  HookPoints,
  OpenBatch,
} from './types.ts';
