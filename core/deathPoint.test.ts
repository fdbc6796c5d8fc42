import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { deathPoint } from './deathPoint.ts';
import { startProcess } from './startProcess.ts';

const folder = mkdtempSync(join(tmpdir(), 'death-'));
const entry = join(folder, 'entry.ts');
afterAll(() => rmSync(folder, { recursive: true }));

/** Comes to two places again and again. */
writeFileSync(
  entry,
  `
import { deathPoint, loop, serveProcess } from '${pathToFileURL(join(import.meta.dirname, 'index.ts')).href}';
serveProcess(async () => {
  let turns = 0;
  const job = loop({
    name: 'work',
    intervalMs: 1,
    run: async () => {
      turns += 1;
      deathPoint('seal.executed');
      deathPoint('l1.broadcast');
    },
  });
  return { service: { name: 'work', stop: () => job.stop() }, ready: {} };
});
`,
);

const start = () =>
  startProcess({
    name: 'work',
    entry,
    config: {},
    logFile: join(folder, 'log'),
    readyTimeoutMs: 60_000,
  });

test('a process that was told to dies where it was told, as if killed', async () => {
  const started = await start();
  started.dieAt({ point: 'l1.broadcast', time: 3 });
  expect(await started.exited).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
});

test('one that was not told passes every place, and so does one that is told another', async () => {
  deathPoint('seal.executed');
  const started = await start();
  started.dieAt({ point: 'claim.broadcast', time: 1 });
  await started.stop();
  expect(await started.exited).toMatchObject({ exitCode: 0, signal: null });
});
