import { type Address, parseAbi } from 'viem';
import type { L1InfoFollower } from '../l1info/index.ts';
import type { SequencableBatch } from './buildSequence.ts';
import { ForcedBatchMissingError } from './errors.ts';
import type { L2Batch } from './readL2Batch.ts';
import type { ContractReader } from './readRollupState.ts';

const BLOCK_MARK = '0x0b';
const view = parseAbi(['function lastForceBatchSequenced() view returns (uint64)']);

/**
 * Adds to the forced ones among some batches what L1 recorded when they were forced. A normal batch
 * starts with a block mark, a forced one never does; they come in the order of L1.
 * @throws ForcedBatchMissingError when L1 has another one, or none, in that place
 */
export async function withForcedData(o: {
  client: ContractReader;
  rollup: Address;
  follower: Pick<L1InfoFollower, 'poll' | 'forced'>;
  batches: readonly L2Batch[];
}): Promise<SequencableBatch[]> {
  const isForced = (batch: L2Batch) => !batch.batchL2Data.startsWith(BLOCK_MARK);
  if (!o.batches.some(isForced)) return [...o.batches];
  await o.follower.poll();
  let number = await o.client.readContract({
    address: o.rollup,
    abi: view,
    functionName: 'lastForceBatchSequenced',
  });
  return o.batches.map((batch) => {
    if (!isForced(batch)) return batch;
    number += 1n;
    const forced = o.follower.forced()[Number(number) - 1];
    if (forced?.transactions === batch.batchL2Data) return { ...batch, forced };
    const reason = forced ? 'its data on L1 is another' : 'the L1 does not have it';
    throw new ForcedBatchMissingError({ batch: batch.number, forced: number, reason });
  });
}
