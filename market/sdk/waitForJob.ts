import { waitFor } from '#core';
import type { MarketClient } from './createMarketClient.ts';
import { JobEndedError } from './errors.ts';
import { getJob } from './getJob.ts';
import { FINAL_STATES, type Job, type JobState } from './types.ts';

/**
 * Polls a job until it is in one of the wanted states.
 * @param o.states FULFILLED unless told
 * @param o.timeoutMs milliseconds
 * @throws JobEndedError as soon as it ends in another final state
 * @throws WaitTimeoutError
 */
export async function waitForJob(
  client: MarketClient,
  o: {
    jobId: bigint;
    states?: readonly JobState[];
    timeoutMs: number;
    intervalMs?: number;
    signal?: AbortSignal;
  },
): Promise<Job> {
  const wanted = o.states ?? ['FULFILLED'];
  const reached = (state: JobState) => wanted.includes(state) || FINAL_STATES.includes(state);
  const job = await waitFor({
    what: `job ${o.jobId} to be ${wanted.join(' or ')}`,
    timeoutMs: o.timeoutMs,
    intervalMs: o.intervalMs ?? 200,
    ...(o.signal ? { signal: o.signal } : {}),
    check: async () => {
      const now = await getJob(client, o);
      return reached(now.state) ? now : undefined;
    },
  });
  if (!wanted.includes(job.state)) {
    throw new JobEndedError({ jobId: o.jobId, state: job.state, wanted });
  }
  return job;
}
