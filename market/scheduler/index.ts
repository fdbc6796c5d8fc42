export { chooseOffer } from './chooseOffer.ts';
export { dueCall, type KeeperCall } from './dueCall.ts';
export * from './errors.ts';
export { startScheduler } from './startScheduler.ts';
export type { Decision, JobDecisions, SchedulerConfig } from './types.ts';
