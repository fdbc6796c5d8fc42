import { type Address, parseAbi } from 'viem';
import type { L1InfoFollower } from '../l1info/index.ts';
import type { SequencableBatch } from './buildSequence.ts';
import { ForcedBatchMissingError } from './errors.ts';
import type { L2Batch } from './readL2Batch.ts';
import type { ContractReader } from './readRollupState.ts';

const view = parseAbi(['function lastForceBatchSequenced() view returns (uint64)']);

/**
 * Adds to the forced ones among some batches what L1 recorded when they were forced. They come in
 * the order of L1.
 * @throws ForcedBatchMissingError when L1 has another one, or none, in that place
 */
export async function withForcedData(o: {
  client: ContractReader;
  rollup: Address;
  follower: Pick<L1InfoFollower, 'poll' | 'forced'>;
  batches: readonly L2Batch[];
}): Promise<SequencableBatch[]> {
  if (!o.batches.some((batch) => batch.forcedNumber !== undefined)) return [...o.batches];
  await o.follower.poll();
  let next = await o.client.readContract({
    address: o.rollup,
    abi: view,
    functionName: 'lastForceBatchSequenced',
  });
  return o.batches.map((batch) => {
    const { forcedNumber } = batch;
    if (forcedNumber === undefined) return batch;
    next += 1n;
    const forced = o.follower.forced()[Number(forcedNumber) - 1];
    if (forcedNumber === next && forced?.transactions === batch.batchL2Data) {
      return { ...batch, forced };
    }
    const reason = forcedNumber === next ? 'the L1 has other data' : `the L1 expects ${next}`;
    throw new ForcedBatchMissingError({ batch: batch.number, forced: forcedNumber, reason });
  });
}
