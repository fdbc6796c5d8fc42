export * from './errors.ts';
export { runConfined } from './sandbox/runConfined.ts';
export type { ConfinedJob, ConfinedResult, SandboxLimits } from './sandbox/types.ts';
