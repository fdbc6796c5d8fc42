import type { Logger } from '#core';
import type { WorkJournal, WorkReport } from './types.ts';

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
