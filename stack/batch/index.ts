export { type AccInputHashOptions, accInputHash } from './accInputHash.ts';
export { decodeBatchL2Data } from './decodeBatchL2Data.ts';
export { decodeTransactionList } from './decodeTransactionList.ts';
export { BLOCK_HEADER_BYTES, encodeBatchL2Data } from './encodeBatchL2Data.ts';
export { BatchDecodeError, BatchEncodeError, BatchFieldError } from './errors.ts';
export { forcedBatchHash } from './forcedBatchHash.ts';
export { inputSnark, SCALAR_FIELD, type SnarkInput, snarkInputBytes } from './inputSnark.ts';
export { batchTransactionLength, encodeBatchTransaction } from './transactionCodec.ts';
export type { BatchBlock, BatchTransaction } from './types.ts';
