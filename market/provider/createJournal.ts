import type { Logger } from '#core';
import type { Job } from '#market/sdk';
import type { WorkReport } from './types.ts';

export type News = Omit<WorkReport, 'jobId' | 'attempt'>;

/** What this node has done for each job since it started, for its status page and its log. */
export interface WorkJournal {
  note(job: Pick<Job, 'jobId' | 'attempt'>, news: News): void;
  find(jobId: bigint): WorkReport | undefined;
  all(): WorkReport[];
}

export function createJournal(o: { logger: Logger }): WorkJournal {
  const reports = new Map<bigint, WorkReport>();
  return {
    note({ jobId, attempt }, news) {
      const before = reports.get(jobId);
      const same = before?.attempt === attempt ? before : undefined;
      reports.set(jobId, { ...same, jobId, attempt, ...news });
      o.logger.info({ jobId: jobId.toString(), attempt, ...news }, 'job');
    },
    find: (jobId) => reports.get(jobId),
    all: () => [...reports.values()],
  };
}
