import type { Address } from 'viem';
import type { MarketClient } from '#market/sdk';
import { createAssignments } from './createAssignments.ts';
import type { Worker } from './createWorker.ts';

export interface Rounds {
  /** Looks for new assignments and sees that every unfinished job is being worked on. */
  turn(): Promise<void>;
  /** Jobs that are not finished. */
  busy(): number;
  /** Resolves when no work is in progress. */
  idle(): Promise<void>;
}

/** Keeps the jobs assigned to this node going, each on its own; one that fails is taken up again at the next turn. */
export function createRounds(o: {
  client: MarketClient;
  provider: Address;
  worker: Worker;
  onFailure: (error: unknown, facts: { jobId: string }) => void;
}): Rounds {
  const assignments = createAssignments(o);
  const unfinished = new Set<bigint>();
  const working = new Map<bigint, Promise<void>>();

  async function work(jobId: bigint): Promise<void> {
    try {
      if (await o.worker.advance(jobId)) unfinished.delete(jobId);
    } catch (error) {
      o.onFailure(error, { jobId: jobId.toString() });
    } finally {
      working.delete(jobId);
    }
  }

  return {
    async turn() {
      for (const jobId of await assignments.next()) unfinished.add(jobId);
      for (const jobId of unfinished) {
        if (!working.has(jobId)) working.set(jobId, work(jobId));
      }
    },
    busy: () => unfinished.size,
    async idle() {
      await Promise.all(working.values());
    },
  };
}
