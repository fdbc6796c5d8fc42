import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJson } from '#core';
import { StackAlreadyRunningError, StackNotRunningError } from '../errors.ts';
import { isAlive, processStart } from './processStart.ts';
import type { StackInfo } from './StackInfo.ts';

const FILE = 'session.json';

/** The record of a running stack, kept in its data directory for other commands. */
export interface SessionRecord {
  pid: number;
  startedAt: string | undefined;
  state: 'starting' | 'ready';
  info?: StackInfo;
}

/** The stack that runs in this directory, if one does. */
export function readSession(dataDir: string): SessionRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as SessionRecord;
    return isAlive(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** @throws StackNotRunningError */
export function requireSession(dataDir: string): SessionRecord {
  const record = readSession(dataDir);
  if (!record) throw new StackNotRunningError({ dataDir });
  return record;
}

/**
 * Marks the directory as this process's.
 * @throws StackAlreadyRunningError when another living stack has it
 */
export function claimSession(dataDir: string): {
  ready(info: StackInfo): void;
  release(): void;
} {
  const other = readSession(dataDir);
  if (other) throw new StackAlreadyRunningError({ pid: other.pid, dataDir });
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const mine = { pid: process.pid, startedAt: processStart(process.pid) };
  write(dataDir, { ...mine, state: 'starting' });
  return {
    ready: (info) => write(dataDir, { ...mine, state: 'ready', info }),
    release: () => rmSync(join(dataDir, FILE), { force: true }),
  };
}

function write(dataDir: string, record: SessionRecord): void {
  // Readers must never see half a file; the keys in it are nobody else's business.
  const temporary = join(dataDir, `${FILE}.${process.pid}`);
  writeFileSync(temporary, toJson(record, 2), { mode: 0o600 });
  renameSync(temporary, join(dataDir, FILE));
}
