import { BaseError } from '#core';

/** A hook does not let a transaction in. */
export class AdmissionRefusedError extends BaseError {
  constructor(o: { hook: string; reason: string }) {
    super(o.reason, {
      code: 'HOOK_ADMISSION_REFUSED',
      details: `refused by the hook ${o.hook}`,
    });
  }
}

/** A hook threw, or answered what its point does not allow. */
export class HookFailedError extends BaseError {
  constructor(o: { hook: string; point: string; details?: string; cause?: unknown }) {
    super(`The hook ${o.hook} failed at ${o.point}.`, {
      code: 'HOOK_FAILED',
      cause: o.cause,
      ...(o.details === undefined ? {} : { details: o.details }),
      metaMessages: ['Correct the hook, or take it out of the configuration.'],
      httpStatus: 500,
    });
  }
}

/** A hook took too long. */
export class HookTimeoutError extends BaseError {
  constructor(o: { hook: string; point: string; deadlineMs: number }) {
    super(`The hook ${o.hook} did not answer at ${o.point} within ${o.deadlineMs} ms.`, {
      code: 'HOOK_TIMEOUT',
      metaMessages: ['Make it faster, or give it a longer `deadlineMs`.'],
      httpStatus: 504,
    });
  }
}

/** A hook cannot be used as it is written. */
export class HookInvalidError extends BaseError {
  constructor(o: { hook: string; reason: string; points?: readonly string[] }) {
    super(`The hook ${o.hook} cannot be used: ${o.reason}.`, {
      code: 'HOOK_INVALID',
      ...(o.points ? { metaMessages: [`The points are ${o.points.join(', ')}.`] } : {}),
    });
  }
}
