import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServiceDiedError, StackAlreadyRunningError, StackNotRunningError } from '../errors.ts';
import { readLastEnd, writeLastEnd } from './lastEnd.ts';
import { processStart } from './processStart.ts';
import { claimSession, readSession, requireSession } from './session.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'session-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

/** The record that a killed stack leaves: its number belongs to another process by now. */
const leaveDead = (more: object = {}) =>
  writeFileSync(
    join(dataDir, 'session.json'),
    JSON.stringify({ pid: process.pid, startedAt: '1', state: 'ready', ...more }),
  );

test('default: a folder belongs to one process until it gives it back', async () => {
  const session = await claimSession(dataDir);
  expect(readSession(dataDir)).toMatchObject({ pid: process.pid, state: 'starting' });
  await expect(claimSession(dataDir)).rejects.toBeInstanceOf(StackAlreadyRunningError);
  session.release();
  expect(() => requireSession(dataDir)).toThrow(StackNotRunningError);
  (await claimSession(dataDir)).release();
});

test('behavior: why a stack ended by itself is told until the next one starts', async () => {
  const session = await claimSession(dataDir);
  const end = { exitCode: 137, signal: null, tail: '', logFile: 'l2.log' };
  writeLastEnd(dataDir, new ServiceDiedError({ name: 'l2', ...end }));
  session.release();
  expect(readLastEnd(dataDir)).toMatchObject({ code: 'STACK_SERVICE_DIED' });
  expect(() => requireSession(dataDir)).toThrow(/The l2 process died \(exit code 137\)/);
  (await claimSession(dataDir)).release();
  expect(() => requireSession(dataDir)).not.toThrow(/ended at/);
});

test('behavior: a dead stack does not hold the folder', async () => {
  leaveDead();
  expect(readSession(dataDir)).toBeUndefined();
  const session = await claimSession(dataDir);
  expect(readSession(dataDir)).toMatchObject({ startedAt: processStart(process.pid) });
  session.release();
});

test('behavior: a start waits for the processes that a killed stack leaves', async () => {
  const left = execFile(process.execPath, ['-e', 'process.stdin.resume()']);
  const startedAt = processStart(left.pid!);
  leaveDead({ processes: [{ pid: left.pid, startedAt }] });
  let claimed = false;
  const claim = claimSession(dataDir).then((session) => {
    claimed = true;
    return session;
  });
  await promisify(setImmediate)();
  expect(claimed).toBe(false);
  left.kill('SIGKILL');
  (await claim).release();
});

test('behavior: of several that come at once, one gets the folder', async () => {
  leaveDead();
  const module = JSON.stringify(new URL('./session.ts', import.meta.url).href);
  const script = `
    const { claimSession } = await import(${module});
    const result = await claimSession(process.argv[1]).then(() => 'mine', (e) => e.code);
    process.stdout.write(result + '\\n');
    process.stdin.resume().on('end', () => process.exit(0));`;
  const args = ['--input-type=module', '--eval', script, dataDir];
  const processes = Array.from({ length: 4 }, () => execFile(process.execPath, args));
  const answers = await Promise.all(
    processes.map(
      (child) =>
        new Promise((resolve) => child.stdout?.once('data', (d) => resolve(`${d}`.trim()))),
    ),
  );
  for (const child of processes) child.stdin?.end();
  expect(answers.sort()).toEqual([
    'STACK_ALREADY_RUNNING',
    'STACK_ALREADY_RUNNING',
    'STACK_ALREADY_RUNNING',
    'mine',
  ]);
});
