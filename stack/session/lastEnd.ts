import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BaseError, toJson } from '#core';

const FILE = 'last-end.json';

/** Why a stack ended by itself. */
export interface LastEnd {
  /** ISO 8601. */
  at: string;
  /** Of the error; absent where it had none. */
  code?: string;
  message: string;
}

/**
 * Keeps why the stack of a data directory ended, for those who ask when it is gone: one in the background
 * has no terminal to say it on.
 */
export function writeLastEnd(dataDir: string, error: unknown): void {
  const of = (): Pick<LastEnd, 'code' | 'message'> =>
    error instanceof BaseError
      ? { code: error.code, message: error.shortMessage }
      : { message: error instanceof Error ? error.message : String(error) };
  const end: LastEnd = { at: new Date().toISOString(), ...of() };
  const temporary = join(dataDir, `${FILE}.${process.pid}`);
  writeFileSync(temporary, toJson(end, 2));
  renameSync(temporary, join(dataDir, FILE));
}

/** Undefined where the last stack was stopped, or killed before it could say anything. */
export function readLastEnd(dataDir: string): LastEnd | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as LastEnd;
  } catch {
    return undefined;
  }
}

export function forgetLastEnd(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true });
}
