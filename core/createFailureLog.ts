import { BaseError } from './BaseError.ts';
import type { Logger } from './createLogger.ts';
import { AbortedError } from './errors.ts';

export interface FailureLog {
  /**
   * Logs a failure the first time and when its reason changes; not what was stopped on purpose.
   * @param facts tell what failed; each combination has a reason of its own
   */
  report(error: unknown, facts?: Record<string, unknown>): void;
  /** Takes note that it went well, and says so where it had failed before. */
  recovered(facts?: Record<string, unknown>): void;
}

/** More reasons than this are not remembered one by one. */
const KEPT = 1_000;

/** The log of work that is tried again and again: each reason once, and its end. */
export function createFailureLog(o: { logger: Logger; name: string }): FailureLog {
  const reasons = new Map<string, string>();
  return {
    report(error, facts = {}) {
      if (error instanceof AbortedError) return;
      const { reason, ...record } = describe(error);
      const key = JSON.stringify(facts);
      if (reasons.get(key) === reason) return;
      if (reasons.size >= KEPT) reasons.clear();
      reasons.set(key, reason);
      o.logger.warn({ job: o.name, ...facts, ...record }, `failed, trying again: ${reason}`);
    },
    recovered(facts = {}) {
      if (reasons.delete(JSON.stringify(facts)))
        o.logger.info({ job: o.name, ...facts }, 'going on');
    },
  };
}

/** An error of ours is told in its own words; of any other one the stack is kept. */
function describe(error: unknown): {
  reason: string;
  code?: string;
  details?: string;
  err?: unknown;
} {
  if (!(error instanceof BaseError)) {
    return { reason: error instanceof Error ? error.message : String(error), err: error };
  }
  const { shortMessage: reason, code, details } = error;
  return { reason, code, ...(details === undefined ? {} : { details }) };
}
