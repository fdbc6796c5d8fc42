import { type Address, decodeFunctionData, isAddressEqual, type PublicClient } from 'viem';
import { forceFunctions } from './abi.ts';
import { SequenceDataError } from './errors.ts';
import type { ForcedBatch } from './types.ts';

/**
 * The data of a batch that was forced by a direct call: the event leaves it out then, because the
 * transaction has it.
 * @throws SequenceDataError
 */
export async function readForcedData(o: {
  client: PublicClient;
  rollup: Address;
  forced: ForcedBatch;
}): Promise<ForcedBatch> {
  const { transactionHash } = o.forced;
  const { to, input } = await o.client.getTransaction({ hash: transactionHash });
  // A contract that forces nothing leaves the same empty event.
  if (!to || !isAddressEqual(to, o.rollup)) return o.forced;
  try {
    const { args } = decodeFunctionData({ abi: forceFunctions, data: input });
    return { ...o.forced, transactions: args[0] };
  } catch (cause) {
    throw new SequenceDataError({ transactionHash, reason: 'it calls another function', cause });
  }
}
