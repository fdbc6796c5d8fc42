import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import type { RpcMethod } from '../rpc/RpcMethod.ts';

const WITNESS = 'it keeps its state in a Merkle-Patricia trie and makes no witnesses';
const COUNTERS = 'it does not count the steps of a zkEVM prover';
const SMT = 'it keeps its state in a Merkle-Patricia trie, not in a sparse Merkle tree';

/** Methods of cdk-erigon that need its executor or its state tree, and why they are not served. */
const UNAVAILABLE: Record<string, string> = {
  zkevm_estimateCounters: COUNTERS,
  zkevm_getBatchCountersByNumber: COUNTERS,
  zkevm_getBatchWitness: WITNESS,
  zkevm_getWitness: WITNESS,
  zkevm_getBlockRangeWitness: WITNESS,
  zkevm_getProverInput: WITNESS,
  zkevm_getProof: `${SMT}; use eth_getProof`,
  zkevm_getL2BlockInfoTree: SMT,
};

/** Each answers -32004 with the reason. */
export function zkevmUnavailable(engine: string): Record<string, RpcMethod> {
  return Object.fromEntries(
    Object.entries(UNAVAILABLE).map(([method, reason]) => [
      method,
      () => {
        throw new RpcError({
          code: rpcErrorCode.methodRefused,
          message: `${method} is not available on this engine (${engine}): ${reason}`,
        });
      },
    ]),
  );
}
