import { type Hex, hexToBigInt, numberToHex, type PublicClient } from 'viem';

/** What a CDK node knows of batches; `undefined` where it does not answer the method. */
export interface BatchFacts {
  batchOf(block: bigint): Promise<bigint | undefined>;
  /** The newest batch that is sequenced on the L1. */
  virtual(): Promise<bigint | undefined>;
  /** Transaction on the L1 that sequenced a batch. */
  sequenceTx(batch: bigint): Promise<Hex | undefined>;
}

/** How long an answer is good for, milliseconds: many ask for the same at the same time. */
const FRESH_MS = 500;
const KEPT = 1_000;

export function createBatchFacts(client: PublicClient): BatchFacts {
  const answers = new Map<string, { at: number; answer: Promise<unknown> }>();
  const request = client.request as (o: { method: string; params: unknown[] }) => Promise<unknown>;
  const ask = (method: string, params: unknown[]): Promise<unknown> => {
    const key = `${method} ${params}`;
    const known = answers.get(key);
    if (known && Date.now() - known.at < FRESH_MS) return known.answer;
    if (answers.size >= KEPT) answers.clear();
    const answer = request({ method, params }).catch(() => undefined);
    answers.set(key, { at: Date.now(), answer });
    return answer;
  };
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
