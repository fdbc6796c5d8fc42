import { type Logger, pino } from 'pino';
import { logLevel } from './config.ts';

export type { Logger };

/** A logger that writes one JSON line a record to stderr; keys never reach it. */
export function createLogger(name: string): Logger {
  return pino(
    {
      name,
      level: logLevel(),
      base: { pid: process.pid },
      redact: {
        paths: ['key', 'privateKey', '*.key', '*.privateKey', '*.mnemonic'],
        censor: '***',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
