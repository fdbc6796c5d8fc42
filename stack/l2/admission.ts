import type { HookRunner } from '#hooks';
import { BLOCK_HEADER_BYTES, batchTransactionLength } from '../batch/index.ts';
import type { PooledTransaction } from '../engine/parsePooled.ts';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { L2_TRANSACTION_GAS_CAP } from './constants.ts';

/**
 * The L2's own rules for a transaction to wait for a block: what no batch could hold is refused
 * first, then the hooks are asked.
 * @returns the `admit` of a mempool; it throws RpcError -32000, AdmissionRefusedError, HookFailedError
 */
export function createAdmission(o: {
  hooks: HookRunner;
  maxBatchBytes: number;
}): (transaction: PooledTransaction) => Promise<number> {
  const limit = o.maxBatchBytes - BLOCK_HEADER_BYTES;
  return async (transaction) => {
    if (transaction.gas > L2_TRANSACTION_GAS_CAP) {
      refuse(`exceeds transaction gas cap: have ${transaction.gas}, cap ${L2_TRANSACTION_GAS_CAP}`);
    }
    const bytes = batchTransactionLength(transaction);
    if (bytes > limit) refuse(`oversized data: ${bytes} bytes in a batch, limit ${limit}`);
    return o.hooks.admit(transaction);
  };
}

function refuse(message: string): never {
  throw new RpcError({ code: rpcErrorCode.server, message });
}
