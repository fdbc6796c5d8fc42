import type { Logger } from '#core';

/** Logs the failures of a job that is tried again and again: each reason once, and its end. */
export function createFailureLog(o: { logger: Logger; name: string }): {
  watch(run: () => Promise<void>): Promise<void>;
  report(error: unknown): void;
} {
  let current: string | undefined;
  return {
    async watch(run) {
      await run();
      if (current !== undefined) o.logger.info({ job: o.name }, 'going on');
      current = undefined;
    },
    report(error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== current) o.logger.warn({ job: o.name, err: error }, 'failed, trying again');
      current = reason;
    },
  };
}
