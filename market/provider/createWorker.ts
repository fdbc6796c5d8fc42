import { BaseError } from '#core';
import { getJob, type Job } from '#market/sdk';
import { acceptJob } from './acceptJob.ts';
import { deliverJob } from './deliverJob.ts';
import type { MadeResult } from './makeResult.ts';
import type { Outcome, WorkerOptions } from './types.ts';

export interface Worker {
  /**
   * Takes a job as far as it goes, from wherever the chain says it is. Every step is decided by
   * what the chain says, so it is safe to call again after any failure or restart.
   * @returns whether nothing is left for this node to do
   */
  advance(jobId: bigint): Promise<boolean>;
}

/** How often a job is run that fails by itself, such as by its memory limit. */
const TRIES = 3;

export function createWorker(o: WorkerOptions): Worker {
  const made = new Map<string, MadeResult>();
  const failures = new Map<string, number>();
  const { journal } = o;

  async function step(job: Job): Promise<Outcome> {
    if (job.provider !== o.provider || !WORKABLE.includes(job.state)) return leave(o, job);
    const open = await o.programs.find(job.programId);
    if (open && job.state === 'ASSIGNED') return acceptJob({ ...o, job, open });
    if (open) return deliverJob({ ...o, job, open, made });
    const message = `This node does not have the program ${job.programId}.`;
    journal.note(job, { stage: 'failed', error: { code: 'PROGRAM_UNKNOWN', message } });
    return 'done';
  }

  /** Anything but a failure of the job itself is tried again at the next turn. */
  function judge(job: Job, error: unknown): Outcome {
    if (!(error instanceof BaseError)) throw error;
    const id = `${job.jobId}/${job.attempt}`;
    const count = (failures.get(id) ?? 0) + 1;
    failures.set(id, count);
    if (!error.code.startsWith('JOB_') || count < TRIES) throw error;
    const { code, shortMessage: message } = error;
    journal.note(job, { stage: 'failed', error: { code, message } });
    return 'done';
  }

  return {
    async advance(jobId) {
      while (!o.signal.aborted) {
        const job = await getJob(o.client, { jobId });
        const outcome = await step(job).catch((error: unknown) => judge(job, error));
        if (outcome === 'done') return true;
      }
      return false;
    },
  };
}

const WORKABLE: readonly Job['state'][] = ['ASSIGNED', 'ACKED'];

function leave(o: WorkerOptions, job: Job): Outcome {
  const before = o.journal.find(job.jobId)?.stage;
  const delivered = job.provider === o.provider && job.state === 'FULFILLED';
  const stage = delivered ? 'fulfilled' : 'lost';
  if (before !== 'refused' && before !== stage) o.journal.note(job, { stage });
  return 'done';
}
