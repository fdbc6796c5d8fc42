import { BaseError } from '#core';

export class NoDecisionsError extends BaseError {
  constructor(o: { jobId: string }) {
    super(`This scheduler has asked nobody about job ${o.jobId} since it started.`, {
      code: 'SCHEDULER_NO_DECISIONS',
      metaMessages: ['Decisions are kept from the start of the process; the chain keeps the rest.'],
      httpStatus: 404,
    });
  }
}
