import { AbortedError, BaseError, type Logger } from '#core';

/** Logs what goes wrong in a node's rounds: in full the first time, then only when it changes; not what was stopped. */
export function createFailureLog(o: {
  logger: Logger;
}): (error: unknown, facts?: Record<string, unknown>) => void {
  let last = '';
  return (error, facts = {}) => {
    if (error instanceof AbortedError) return;
    const code = error instanceof BaseError ? error.code : 'UNEXPECTED';
    const message = error instanceof BaseError ? error.shortMessage : String(error);
    const now = JSON.stringify([code, message, facts]);
    if (now === last) return;
    last = now;
    const unexpected = error instanceof BaseError ? {} : { err: error };
    o.logger.error({ code, ...facts, ...unexpected }, message);
  };
}
