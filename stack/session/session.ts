import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { toJson, waitFor } from '#core';
import { StackAlreadyRunningError, StackNotRunningError } from '../errors.ts';
import { forgetLastEnd, readLastEnd } from './lastEnd.ts';
import { isAlive, processStart } from './processStart.ts';
import type { StackInfo } from './StackInfo.ts';

const FILE = 'session.json';
/** Longest time that the processes of a killed stack may take to notice, milliseconds. */
const LEFTOVER_TIMEOUT_MS = 15_000;

/** The record of a running stack, kept in its data directory for other commands. */
export interface SessionRecord {
  pid: number;
  startedAt: string | undefined;
  state: 'starting' | 'ready';
  info?: StackInfo;
  /** Of a ready stack, so that the next start can wait for what a killed one leaves. */
  processes?: { pid: number; startedAt: string | undefined }[];
  /** Names of its containers; one that is gone from the engine is missed by its name. */
  containers?: string[];
}

/** The stack that runs in this directory, if one does. */
export function readSession(dataDir: string): SessionRecord | undefined {
  const record = readRecord(dataDir);
  return record && isAlive(record) ? record : undefined;
}

/** @throws StackNotRunningError with the reason of the last stack's end */
export function requireSession(dataDir: string): SessionRecord {
  const record = readSession(dataDir);
  if (!record) throw new StackNotRunningError({ dataDir, ended: readLastEnd(dataDir) });
  return record;
}

/**
 * Marks the directory as this process's. Waits for the processes of a stack that was killed here:
 * they end by themselves, and two of a kind must never write to one journal.
 * @throws StackAlreadyRunningError when another living stack has it
 * @throws WaitTimeoutError
 */
export async function claimSession(dataDir: string): Promise<{
  ready(info: StackInfo, containers: string[]): void;
  release(): void;
}> {
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const mine = { pid: process.pid, startedAt: processStart(process.pid) };
  const before = readRecord(dataDir);
  take(dataDir, { ...mine, state: 'starting' });
  forgetLastEnd(dataDir);
  await leftoversGone(before);
  return {
    ready(info, containers) {
      const pids = Object.values(info.processes);
      const processes = pids.map((pid) => ({ pid, startedAt: processStart(pid) }));
      write(dataDir, { ...mine, state: 'ready', info, processes, containers });
    },
    release: () => rmSync(join(dataDir, FILE), { force: true }),
  };
}

function readRecord(dataDir: string): SessionRecord | undefined {
  return read(join(dataDir, FILE));
}

function read(file: string): SessionRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SessionRecord;
  } catch {
    return undefined;
  }
}

/** Puts the record where none is. Of two that come at once, one gets the directory. */
function take(dataDir: string, record: SessionRecord): void {
  const temporary = writeTemporary(dataDir, record);
  try {
    while (!linked(temporary, join(dataDir, FILE))) removeDead(dataDir);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** @throws StackAlreadyRunningError */
function removeDead(dataDir: string): void {
  const file = join(dataDir, FILE);
  const aside = `${file}.${process.pid}.old`;
  const other = readSession(dataDir);
  if (other) throw new StackAlreadyRunningError({ pid: other.pid, dataDir });
  if (!existsSync(file)) return;
  renameSync(file, aside);
  const taken = read(aside);
  // Somebody else was faster between the look and the move: it is theirs.
  if (taken && isAlive(taken)) linked(aside, file);
  rmSync(aside, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function leftoversGone(before: SessionRecord | undefined): Promise<void> {
  // Where the system does not tell when a process started, a number says nothing.
  const processes = before?.processes?.filter(({ startedAt }) => startedAt !== undefined) ?? [];
  await waitFor({
    what: 'the processes of the killed stack to end',
    timeoutMs: LEFTOVER_TIMEOUT_MS,
    check: () => (processes.some(isAlive) ? undefined : true),
  });
}

function write(dataDir: string, record: SessionRecord): void {
  renameSync(writeTemporary(dataDir, record), join(dataDir, FILE));
}

/** Readers must never see half a file; the keys in it are nobody else's business. */
function writeTemporary(dataDir: string, record: SessionRecord): string {
  const temporary = join(dataDir, `${FILE}.${process.pid}`);
  writeFileSync(temporary, toJson(record, 2), { mode: 0o600 });
  return temporary;
}
