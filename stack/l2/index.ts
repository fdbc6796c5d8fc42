export type { BatchLimits, BlockRules } from './batchRules.ts';
export { L2_BLOCK_GAS_LIMIT, L2_EXIT_ROOT_ADDRESS, L2_TRANSACTION_GAS_CAP } from './constants.ts';
export type { RpcBatch } from './describeBatch.ts';
export { StateRootMismatchError, WrongRollupError } from './errors.ts';
export type { L2Status } from './L2Status.ts';
export { l2EngineConfig } from './l2EngineConfig.ts';
export { type L2Node, type L2NodeOptions, startL2Node } from './startL2Node.ts';
