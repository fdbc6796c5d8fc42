import { type Loop, loop } from '#core';
import type { MarketClient } from './createMarketClient.ts';
import { getJob } from './getJob.ts';
import type { Job } from './types.ts';

/**
 * Calls back at once and whenever a job's state or attempt changes, until stopped.
 * @param o.intervalMs milliseconds between looks; 500 unless told
 * @param o.onError a look that failed; the next one comes after the interval
 */
export function watchJob(
  client: MarketClient,
  o: {
    jobId: bigint;
    onChange: (job: Job) => void;
    onError?: (error: unknown) => void;
    intervalMs?: number;
  },
): Loop {
  let last = '';
  return loop({
    name: `job-${o.jobId}`,
    intervalMs: o.intervalMs ?? 500,
    ...(o.onError ? { onError: o.onError } : {}),
    run: async () => {
      const job = await getJob(client, o);
      const now = `${job.state}/${job.attempt}`;
      if (now === last) return;
      last = now;
      o.onChange(job);
    },
  });
}
