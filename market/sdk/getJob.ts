import type { ContractFunctionReturnType } from 'viem';
import { jobMarketAbi } from '#contracts';
import { fromBytes32 } from './bytes32.ts';
import type { MarketClient } from './createMarketClient.ts';
import { JobNotFoundError } from './errors.ts';
import { JOB_STATES, type Job } from './types.ts';

type StoredJob = ContractFunctionReturnType<typeof jobMarketAbi, 'view', 'job'>;

/**
 * A job as it stands.
 * @throws JobNotFoundError
 */
export async function getJob(client: MarketClient, o: { jobId: bigint }): Promise<Job> {
  const stored = await client.read((node) =>
    node.readContract({
      address: client.contracts.jobMarket,
      abi: jobMarketAbi,
      functionName: 'job',
      args: [o.jobId],
    }),
  );
  const job = toJob({ jobId: o.jobId, stored });
  if (job.state === 'NONE') throw new JobNotFoundError(o);
  return job;
}

function toJob(o: { jobId: bigint; stored: StoredJob }): Job {
  const { needs, state, rampSeconds, improvementSeconds, schedulerBond, rescueReward, ...rest } =
    o.stored;
  return {
    ...rest,
    jobId: o.jobId,
    state: JOB_STATES[state] ?? 'NONE',
    needs: { ...needs, hwClass: fromBytes32(needs.hwClass) },
  };
}
