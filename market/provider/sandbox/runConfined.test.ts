import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { mlpInt8 as program } from '#circuits';
import { startHttpServer, waitFor } from '#core';
import { ConfinementUnavailableError, JobExitError, JobTimeoutError } from '../errors.ts';
import { runConfined } from './runConfined.ts';
import { runInRoom } from './runInRoom.ts';
import type { ConfinedJob } from './types.ts';

const limits = { wallMs: 10_000, cpuSeconds: 5, memoryMiB: 64, outputBytes: 1024 };
const folder = mkdtempSync(join(tmpdir(), 'room-test-'));
let jobs = 0;

/** A job from its source; `answer(text)` writes the output. */
function job(source: string, more: Partial<ConfinedJob> = {}): ConfinedJob {
  const executable = join(folder, `job${process.pid}-${jobs++}.mjs`);
  const head = `import fs from 'node:fs';
    const answer = (value) => fs.writeFileSync(process.argv[3], JSON.stringify(value));
    const attempt = (what) => { try { return what() } catch (e) { return e.code ?? e.message } };\n`;
  writeFileSync(executable, head + source);
  return { executable, input: new Uint8Array(), limits, ...more };
}

async function confined(source: string, more: Partial<ConfinedJob> = {}): Promise<unknown> {
  const { output } = await runConfined(job(source, more));
  return JSON.parse(Buffer.from(output).toString());
}

/** The kernel's wall alone, without Node's permission model inside. */
async function inBareRoom(source: string): Promise<unknown> {
  const seen = await runInRoom({ job: job(source), nodeOptions: [] });
  expect(seen.exitCode, seen.stderr).toBe(0);
  return JSON.parse(Buffer.from(seen.output).toString());
}

/** The same job as an ordinary process of the host. */
async function unconfined(source: string): Promise<unknown> {
  const { executable } = job(source);
  const output = `${executable}.out`;
  await promisify(execFile)(process.execPath, [executable, '/dev/null', output]);
  return JSON.parse(readFileSync(output, 'utf8'));
}

function processesOf(name: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name);
      } catch {
        return false;
      }
    });
}

afterAll(() => rmSync(folder, { recursive: true }));

test('runs the int8 network and returns its exact output', async () => {
  const input = Uint8Array.from({ length: program.inputLength }, (_, i) => (i * 37) & 0xff);
  const { output, ms } = await runConfined({
    executable: program.executablePath,
    files: program.executableFiles,
    input,
    limits,
  });
  expect(output).toEqual(program.run(input));
  expect(ms).toBeGreaterThan(0);
});

test("reaches no socket of the host's loopback", async () => {
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    handler: (_, response) => void response.end('here'),
  });
  const source = `answer(await fetch('${server.url}').then((r) => r.text(), (e) => e.cause.code))`;
  try {
    expect(await unconfined(source)).toBe('here');
    expect(await inBareRoom(source)).toMatch(/ENETUNREACH|EADDRNOTAVAIL|ECONNREFUSED/);
  } finally {
    await server.stop();
  }
});

test.each([0o600, 0o644])('reads no key file of the provider, mode %o', async (mode) => {
  const path = join(folder, `key-${mode}`);
  writeFileSync(path, 'the key', { mode });
  const source = `answer(attempt(() => fs.readFileSync('${path}', 'utf8')))`;
  expect(await unconfined(source)).toBe('the key');
  expect(await inBareRoom(source)).toBe('ENOENT');
  expect(await confined(source)).toMatch(/ENOENT|ERR_ACCESS_DENIED/);
});

test('sees nothing of the host', async () => {
  const seen = await inBareRoom(`
    import os from 'node:os';
    const list = (path) => attempt(() => fs.readdirSync(path).sort());
    answer({ env: process.env, host: os.hostname(), lo: os.networkInterfaces(),
      folders: Object.fromEntries(['/', '/job', '/tmp', '/bin', '/proc', '/etc', '/usr'].map((p) => [p, list(p)])) })`);
  expect(seen).toMatchObject({
    env: {},
    host: 'job',
    lo: {},
    folders: {
      '/job': [expect.stringMatching(/^job/)],
      '/tmp': ['input'],
      '/bin': ['node', 'setpriv'],
      '/proc': 'ENOENT',
      '/etc': 'ENOENT',
    },
  });
});

test('writes to its temporary directory only', async () => {
  const source = `
    const write = (path) => attempt(() => fs.writeFileSync(path, 'x') ?? 'written');
    answer(Object.fromEntries(['/x', '/job/x', '/bin/node', '/tmp/x'].map((p) => [p, write(p)])))`;
  expect(await inBareRoom(source)).toEqual({
    '/x': 'EROFS',
    '/job/x': 'EROFS',
    '/bin/node': expect.stringMatching(/EROFS|ETXTBSY|EACCES/),
    '/tmp/x': 'written',
  });
  expect(await confined(source)).toMatchObject({ '/x': 'ERR_ACCESS_DENIED', '/tmp/x': 'written' });
});

test('has no privilege and gets none', async () => {
  const source = `
    import { spawnSync } from 'node:child_process';
    const run = (...args) => spawnSync('/bin/setpriv', args).stdout?.toString() ?? 'none';
    answer({ dump: run('-d'), chroot: attempt(() => process.setuid(1)) })`;
  const { dump, chroot } = (await inBareRoom(source)) as { dump: string; chroot: string };
  expect(dump).toContain('no_new_privs: 1');
  expect(dump).toContain('Capability bounding set: [none]');
  expect(dump).toContain('Inheritable capabilities: [none]');
  expect(chroot).toBe('EPERM');
});

test('is killed at its time limit, with its children', async () => {
  const slow = job('setInterval(() => {}, 1000)', { limits: { ...limits, wallMs: 1500 } });
  await expect(runConfined(slow)).rejects.toMatchObject({ code: 'JOB_TIMEOUT', limit: 'wall' });
  expect(processesOf(slow.executable)).toEqual([]);
});

test('is killed when its processor time is used up', async () => {
  const busy = job('for (;;);', { limits: { ...limits, cpuSeconds: 1 } });
  const failure = await runConfined(busy).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(JobTimeoutError);
  expect(failure).toMatchObject({ limit: 'cpu' });
});

test.each([
  ['heap', 'const all = []; for (;;) all.push(new Array(1000).fill(Math.random()))'],
  ['buffers', 'const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1))'],
])('cannot pass its memory limit by %s', async (_, source) => {
  await expect(runConfined(job(source))).rejects.toMatchObject({ code: 'JOB_OUT_OF_MEMORY' });
});

test('cannot write more output than allowed', async () => {
  await expect(runConfined(job(`answer('x'.repeat(2000))`))).rejects.toMatchObject({
    code: 'JOB_OUTPUT_TOO_LARGE',
  });
});

test('tells how a job failed', async () => {
  const failure = await runConfined(job(`console.log('why'); process.exit(3)`)).catch((e) => e);
  expect(failure).toBeInstanceOf(JobExitError);
  expect(failure).toMatchObject({ exitCode: 3, stderr: 'why\n' });
});

test('is killed when the caller gives up', async () => {
  const signal = AbortSignal.timeout(500);
  await expect(runConfined(job('setInterval(() => {}, 1000)', { signal }))).rejects.toMatchObject({
    code: 'CORE_ABORTED',
  });
});

test('does not outlive the caller', async () => {
  const forever = job('setInterval(() => {}, 1000)');
  const index = new URL('./runConfined.ts', import.meta.url);
  const call = `import { runConfined } from '${index}';
    await runConfined({ executable: '${forever.executable}', input: new Uint8Array(), limits: ${JSON.stringify({ ...limits, wallMs: 60_000 })} })`;
  const caller = spawn(process.execPath, ['--input-type=module', '-e', call]);
  const inside = `/job/${forever.executable.split('/').at(-1)}`;
  const started = () => processesOf(inside).length >= 2 || undefined;
  await waitFor({ what: 'the job', timeoutMs: 5000, check: started });
  caller.kill('SIGKILL');
  const gone = () => processesOf(inside).length === 0 || undefined;
  await waitFor({ what: 'the end of the job', timeoutMs: 5000, check: gone });
});

const isRoot = process.getuid?.() === 0;
const readable = (path: string): boolean =>
  path === '/' || ((statSync(path).mode & 0o5) === 0o5 && readable(dirname(path)));

test.skipIf(!isRoot || !readable(import.meta.dirname) || !readable(dirname(process.execPath)))(
  'works for an unprivileged user too',
  async () => {
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath];
    const { executable } = job(`answer(fs.readFileSync(process.argv[2], 'utf8'))`);
    await promisify(execFile)('chmod', ['-R', 'a+rX', folder]);
    const index = new URL('./runConfined.ts', import.meta.url);
    const call = `import { runConfined } from '${index}';
      const input = new TextEncoder().encode('input');
      const { output } = await runConfined({ executable: '${executable}', input, limits: ${JSON.stringify(limits)} });
      process.stdout.write(output);`;
    const run = promisify(execFile)('setpriv', [...asNobody, '--input-type=module', '-e', call], {
      cwd: import.meta.dirname,
    });
    const refused = await run.catch((error: { stderr: string }) => error.stderr);
    if (typeof refused === 'string') expect(refused).toContain(ConfinementUnavailableError.name);
    else expect(refused.stdout).toBe('"input"');
  },
);

test('leaves nothing behind', () => {
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(' - tmpfs room ');
  expect(processesOf(folder)).toEqual([]);
  expect(readdirSync(folder).filter((name) => !/^(job|key)/.test(name))).toEqual([]);
});
