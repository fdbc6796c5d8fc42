import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { waitFor } from '#core';
import { CACHE_DIR } from './testStack.ts';

const ROOT = resolve(import.meta.dirname, '..');
const STOP_TIMEOUT_MS = 20_000;

/** One run of the command line, and everything that it started. */
export interface Command {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Exit code; null after a signal. */
  ended: Promise<number | null>;
  /** The JSON objects printed so far. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what a user would look at.
  json(): any[];
  /** Waits for a line of the progress that is printed for people. */
  reaches(step: string): Promise<void>;
  /** Process ids of all that it started and that are alive, wherever they hang by now. */
  alive(): number[];
  /** Waits until nothing of it is left. */
  gone(): Promise<void>;
}

/** Runs `bigfile` as a user would. A mark in the environment tells its processes from any others. */
export function bigfile(...args: string[]): Command {
  const mark = `BIGFILE_E2E_MARK=${randomUUID()}`;
  const [name, value] = mark.split('=') as [string, string];
  const isStart = ['up', 'walk'].includes(args[0] ?? '');
  const child = spawn(
    process.execPath,
    ['scripts/bigfile.ts', ...args, ...(isStart ? ['--cache-dir', CACHE_DIR] : [])],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, [name]: value } },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const alive = () => markedProcesses(mark);
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended: once(child, 'close').then(([code]) => code),
    json: () =>
      stdout
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    reaches: (step) =>
      waitFor({
        what: `"${step}" in: ${stderr}`,
        timeoutMs: 480_000,
        check: () => stderr.includes(`✔ ${step}`) || undefined,
      }).then(() => undefined),
    alive,
    gone: () =>
      waitFor({
        what: 'all its processes to end',
        timeoutMs: STOP_TIMEOUT_MS,
        check: () => alive().length === 0 || undefined,
      }).then(() => undefined),
  };
}

/** Runs a command to its end. */
export async function bigfileDone(...args: string[]): Promise<Command & { code: number | null }> {
  const command = bigfile(...args);
  return { ...command, code: await command.ended };
}

function markedProcesses(mark: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
      } catch {
        return false;
      }
    });
}
