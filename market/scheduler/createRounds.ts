import { ensureStake, type Job, type MarketClient } from '#market/sdk';
import type { Matcher } from './createMatcher.ts';
import { createOpenJobs } from './createOpenJobs.ts';

export interface Rounds {
  /** Sees that every open job is attended to; returns how many there are. */
  turn(): Promise<number>;
  /** Resolves when nothing is in progress. */
  idle(): Promise<void>;
}

/**
 * Attends to all open jobs, each on its own, so that one slow provider holds up one job only. Begins
 * once the node is staked.
 * @param o.stakeWei wei of BIG to bring the stake up to; absent where it is staked otherwise
 */
export function createRounds(o: {
  client: MarketClient;
  stakeWei: bigint | undefined;
  matcher: Matcher;
  onFailure: (error: unknown, facts: { jobId: string }) => void;
}): Rounds {
  const { client, stakeWei } = o;
  const jobs = createOpenJobs({ client });
  const attending = new Map<bigint, Promise<void>>();
  let staked = stakeWei === undefined;

  async function attend(job: Job): Promise<void> {
    try {
      await o.matcher.attend(job);
    } catch (error) {
      o.onFailure(error, { jobId: job.jobId.toString() });
    } finally {
      attending.delete(job.jobId);
    }
  }

  return {
    async turn() {
      staked ||= await ensureStake(client, { role: 'SCHEDULER', amount: stakeWei ?? 0n });
      if (!staked) return 0;
      const open = await jobs.read();
      for (const job of open) {
        if (!attending.has(job.jobId)) attending.set(job.jobId, attend(job));
      }
      return open.length;
    },
    async idle() {
      await Promise.all(attending.values());
    },
  };
}
