import { createPublicClient, type Hex, http, numberToHex } from 'viem';

/** The part of `zkevm_getBatchByNumber` that the settlement services use. */
export interface L2Batch {
  number: bigint;
  closed: boolean;
  batchL2Data: Hex;
  /** Time of its last block, seconds. */
  timestamp: bigint;
  stateRoot: Hex;
  localExitRoot: Hex;
  /** Number of a forced batch among the forced ones; absent for normal ones. */
  forcedNumber?: bigint;
}

export type L2BatchReader = (number: bigint) => Promise<L2Batch | undefined>;

/** Reads batches from an L2 node; `undefined` above the newest. */
export function createL2BatchReader(rpcUrl: string): L2BatchReader {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const request = client.request as (call: {
    method: string;
    params: unknown[];
  }) => Promise<unknown>;
  return async (number) => {
    const params = [numberToHex(number), false];
    const found = await request({ method: 'zkevm_getBatchByNumber', params });
    return found ? toBatch(found as RpcAnswer) : undefined;
  };
}

type RpcAnswer = Record<Exclude<keyof L2Batch, 'closed' | 'forcedNumber'>, Hex> & {
  closed: boolean;
  forcedBatchNumber?: Hex;
};

/** Nodes write numbers as hex; some versions as decimal text. */
function toBatch(batch: RpcAnswer): L2Batch {
  return {
    number: BigInt(batch.number),
    closed: batch.closed,
    batchL2Data: batch.batchL2Data,
    timestamp: BigInt(batch.timestamp),
    stateRoot: batch.stateRoot,
    localExitRoot: batch.localExitRoot,
    ...(batch.forcedBatchNumber ? { forcedNumber: BigInt(batch.forcedBatchNumber) } : {}),
  };
}
