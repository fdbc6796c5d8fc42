import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ProcessExitedError, ProcessFailedError, WaitTimeoutError } from './errors.ts';
import { startProcess } from './startProcess.ts';
import { waitFor } from './waitFor.ts';

const core = JSON.stringify(new URL('./index.ts', import.meta.url).href);

function child(body: string): { entry: string; logFile: string } {
  const directory = mkdtempSync(join(tmpdir(), 'bigfile-process-'));
  const entry = join(directory, 'child.mjs');
  writeFileSync(entry, `import { BaseError, serveProcess } from ${core};\n${body}`);
  return { entry, logFile: join(directory, 'child.log') };
}

const SERVE = `serveProcess(async (config) => ({
  service: { name: 'echo', stop: async () => console.log('stopped well') },
  ready: { doubled: config.value * 2n },
}));`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('behavior: a child gets its configuration, says it is ready, and stops in order', async () => {
  const files = child(SERVE);
  const started = await startProcess({
    ...files,
    name: 'echo',
    config: { value: 21n },
    readyTimeoutMs: 20_000,
  });
  expect(started.ready).toEqual({ doubled: 42n });
  await started.stop();
  expect(isAlive(started.pid)).toBe(false);
  const log = await waitFor({
    what: 'the log file',
    check: () => readFileSync(files.logFile, 'utf8') || undefined,
    timeoutMs: 5_000,
  });
  expect(log).toContain('stopped well');
});

test('behavior: a log that cannot be written stops nobody', async () => {
  const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
  const started = await startProcess({
    ...child(SERVE),
    logFile: join(tmpdir(), 'no-such-folder', 'child.log'),
    ...{ name: 'echo', config: { value: 1n }, readyTimeoutMs: 20_000 },
  });
  expect((await warned).message).toContain('no-such-folder');
  expect(isAlive(started.pid)).toBe(true);
  await started.stop();
});

test('error: a typed failure of the child keeps its code', async () => {
  const files = child(
    `serveProcess(async () => { throw new BaseError('No luck.', { code: 'TEST_LUCK', metaMessages: ['Try again.'] }); });`,
  );
  const start = startProcess({ ...files, name: 'unlucky', config: {}, readyTimeoutMs: 20_000 });
  await expect(start).rejects.toBeInstanceOf(ProcessFailedError);
  await expect(start).rejects.toMatchObject({ code: 'TEST_LUCK', metaMessages: ['Try again.'] });
});

test('error: a child that dies is reported with its last words', async () => {
  const files = child(`console.error('famous last words'); process.exit(3);`);
  const start = startProcess({ ...files, name: 'mortal', config: {}, readyTimeoutMs: 20_000 });
  await expect(start).rejects.toBeInstanceOf(ProcessExitedError);
  await expect(start).rejects.toMatchObject({ code: 'CORE_PROCESS_EXITED' });
});

test('error: a child that is never ready is killed', async () => {
  const files = child(
    `process.on('message', () => undefined); setInterval(() => undefined, 1000);`,
  );
  const start = startProcess({ ...files, name: 'silent', config: {}, readyTimeoutMs: 700 });
  await expect(start).rejects.toBeInstanceOf(WaitTimeoutError);
});
