import { type Hex, hexToBigInt, numberToHex, type PublicClient } from 'viem';
import { createShared } from './createShared.ts';

/** What a CDK node knows of batches; `undefined` where it does not answer the method. */
export interface BatchFacts {
  batchOf(block: bigint): Promise<bigint | undefined>;
  /** The newest batch that is sequenced on the L1. */
  virtual(): Promise<bigint | undefined>;
  /** Transaction on the L1 that sequenced a batch. */
  sequenceTx(batch: bigint): Promise<Hex | undefined>;
}

export function createBatchFacts(client: PublicClient): BatchFacts {
  const shared = createShared<unknown>();
  const request = client.request as (o: { method: string; params: unknown[] }) => Promise<unknown>;
  const ask = (method: string, params: unknown[]): Promise<unknown> =>
    shared(`${method} ${params}`, () => request({ method, params }).catch(() => undefined));
  const number = async (method: string, params: unknown[]) => {
    const value = await ask(method, params);
    return typeof value === 'string' ? hexToBigInt(value as Hex) : undefined;
  };
  return {
    batchOf: (block) => number('zkevm_batchNumberByBlockNumber', [numberToHex(block)]),
    virtual: () => number('zkevm_virtualBatchNumber', []),
    async sequenceTx(batch) {
      const found = (await ask('zkevm_getBatchByNumber', [numberToHex(batch)])) as
        | { sendSequencesTxHash?: Hex | null }
        | undefined;
      return found?.sendSequencesTxHash ?? undefined;
    },
  };
}
