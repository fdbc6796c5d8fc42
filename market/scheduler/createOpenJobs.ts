import { jobMarketAbi } from '#contracts';
import { FINAL_STATES, getJob, type Job, type MarketClient } from '#market/sdk';

/** The jobs that have not ended, as they stand on the chain. */
export function createOpenJobs(o: { client: MarketClient }): { read(): Promise<Job[]> } {
  const { client } = o;
  const open = new Set<bigint>();
  let seen = 0n;
  return {
    async read() {
      const count = await client.read((node) =>
        node.readContract({
          address: client.contracts.jobMarket,
          abi: jobMarketAbi,
          functionName: 'jobCount',
        }),
      );
      // Fewer jobs than before: the chain was rolled back, so what was final may not be.
      if (count < seen) seen = 0n;
      while (seen < count) open.add(++seen);
      for (const jobId of open) if (jobId > count) open.delete(jobId);
      const jobs = await Promise.all([...open].map((jobId) => getJob(client, { jobId })));
      for (const job of jobs) if (FINAL_STATES.includes(job.state)) open.delete(job.jobId);
      return jobs.filter((job) => open.has(job.jobId));
    },
  };
}
