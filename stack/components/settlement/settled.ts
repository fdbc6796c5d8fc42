import { createPublicClient, http } from 'viem';
import { rollupManagerAbi } from '#contracts';
import type { CdkNodeInput } from './CdkNodeInput.ts';

/** How far the batches of the rollup are on L1. */
export async function settled(
  o: Pick<CdkNodeInput, 'l1FromHere' | 'contracts' | 'rollupId'>,
): Promise<{ sequenced: bigint; verified: bigint }> {
  const client = createPublicClient({ transport: http(o.l1FromHere, { retryCount: 0 }) });
  const data = await client.readContract({
    address: o.contracts.rollupManager,
    abi: rollupManagerAbi,
    functionName: 'rollupIDToRollupData',
    args: [o.rollupId],
  });
  return { sequenced: data.lastBatchSequenced, verified: data.lastVerifiedBatch };
}
