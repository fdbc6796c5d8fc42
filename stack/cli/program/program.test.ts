import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runCli } from '../runCli.ts';

const TIMEOUT = 600_000;
const cacheDir = resolve(import.meta.dirname, '../../../.bigfile/cache');
const home = mkdtempSync(join(tmpdir(), 'bigfile-program-'));
const folder = join(home, 'byte-sum');
const at = (name: string) => join(folder, name);

interface Ran {
  code: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at what a script would look at.
  json: any;
}

/** One command line, as a script would call it. */
async function program(...args: string[]): Promise<Ran> {
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const cache = args[0] === 'new' ? [] : ['--cache-dir', cacheDir];
  const code = await runCli(['program', ...args, '--json', ...cache]);
  vi.restoreAllMocks();
  return { code, json: JSON.parse(printed.join('')) };
}

beforeAll(async () => {
  expect((await program('new', folder)).code).toBe(0);
  // Less than half the constraints, and so of the time.
  const described = readFileSync(at('program.json'), 'utf8');
  writeFileSync(at('program.json'), described.replace('--O1', '--O2'));
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a new program builds, proves and verifies', { timeout: TIMEOUT }, async () => {
  const built = await program('build', folder);
  expect(built).toMatchObject({ code: 0, json: { manifest: { name: 'byte-sum', setup: 'DEV' } } });
  const lock = JSON.parse(readFileSync(at('program.lock.json'), 'utf8'));
  const { constraints, keyHash, sourceSha256 } = built.json.manifest;
  expect(lock).toMatchObject({ constraints, keyHash, sourceSha256, setup: 'DEV' });

  const input = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
  writeFileSync(at('input'), input);
  const made = ['--input', at('input'), '--user-secret', '0x07', '--out', at('proof.json')];
  const { code, json } = await program('prove', folder, ...made);
  const sum = input.reduce((a, b) => a + b, 0);
  expect([code, Number.parseInt(json.output, 16)]).toEqual([0, sum]);
  const verify = () => program('verify', folder, '--proof', at('proof.json'));
  expect(await verify()).toMatchObject({ code: 0, json: { ok: true, proof: true } });

  const proof = JSON.parse(readFileSync(at('proof.json'), 'utf8'));
  const signals = [...proof.signals.slice(0, 3), '1'];
  writeFileSync(at('proof.json'), JSON.stringify({ ...proof, signals }));
  expect(await verify()).toMatchObject({ code: 1, json: { ok: false, proof: false } });
  writeFileSync(at('proof.json'), '{}');
  expect((await verify()).json.error.code).toBe('STACK_PROGRAM_COMMAND');
});

test('check rebuilds, and tells what was changed without the record, and where the circuit differs', {
  timeout: TIMEOUT,
}, async () => {
  await program('build', folder);
  const check = () => program('check', folder, '--cases', '1');
  expect(await check()).toMatchObject({ code: 0, json: { ok: true, differences: [] } });

  const changes = [
    ['byte-sum.circom', 'bits.in <== sum;', 'bits.in <== sum + 1;'],
    ['run.mjs', 'sum += byte', 'sum ^= byte'],
  ] as const;
  const before = changes.map(([name]) => readFileSync(at(name), 'utf8'));
  changes.forEach(([name, from, to], i) => {
    writeFileSync(at(name), before[i]!.replace(from, to));
  });
  const { code, json } = await check();
  changes.forEach(([name], i) => {
    writeFileSync(at(name), before[i]!);
  });
  expect(code).toBe(1);
  const facts = json.differences.map(({ fact }: { fact: string }) => fact);
  expect(facts).toEqual(['sourceSha256', 'r1csSha256', 'zkeySha256', 'keyHash']);
  const whats = json.mismatches.map(({ what }: { what: string }) => what);
  expect(whats.filter((what: string) => what === 'circuit')).toHaveLength(3);
  expect(whats).toContain('executable');
});

test('error: a circuit with other public signals, and folders that hold no program', {
  timeout: TIMEOUT,
}, async () => {
  const file = at('main.circom');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('[inputCommitment, ctx]', '[inputCommitment, ctx, salt]'));
  const signals = await program('build', folder);
  writeFileSync(file, text);
  const code = 'CIRCUITS_BAD_PROGRAM_FOLDER';
  expect(signals).toMatchObject({ code: 1, json: { ok: false, error: { code } } });
  expect((await program('new', folder)).json.error.code).toBe(code);
  expect((await program('build', home)).json.error.code).toBe(code);

  const described = readFileSync(at('program.json'), 'utf8');
  for (const [from, to] of [
    ['main.circom', '../main.circom'],
    ['main.circom', 'absent.circom'],
    ['"--O2"', '"--inspect"'],
    ['"inputLength": 32', '"inputLength": 0'],
    ['{', ''],
  ] as const) {
    writeFileSync(at('program.json'), described.replace(from, to));
    expect((await program('build', folder)).json.error.code).toBe(code);
  }
  writeFileSync(at('program.json'), described);
});

test('error: a circuit that does not compile, and what is missing or malformed', {
  timeout: TIMEOUT,
}, async () => {
  const file = at('byte-sum.circom');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('component bits', 'component'));
  const broken = await program('build', folder);
  writeFileSync(file, text.replace('circuits/lib/job.circom', 'circuits/lib/absent.circom'));
  const include = await program('build', folder);
  writeFileSync(file, text);
  expect(broken.json.error.code).toBe('CIRCUITS_COMPILE_FAILED');
  expect(include.json.error.code).toBe('CIRCUITS_BAD_FILE');
  for (const args of [
    ['prove', folder],
    ['prove', folder, '--input', at('absent')],
    ['verify', folder],
    ['check', folder, '--cases', 'some'],
    ['setup', folder, '--contribute', 'alice'],
    ['setup', folder, '--ptau', file, '--beacon', 'xyz'],
    ['setup', 'heat2d', '--contribute', 'alice'],
  ]) {
    const ran = await program(...args);
    expect([args, ran.code, ran.json.error?.code]).toEqual([args, 1, 'STACK_PROGRAM_COMMAND']);
  }
});

test('error: a Powers of Tau file that nobody published starts no ceremony', {
  timeout: TIMEOUT,
}, async () => {
  const ptau = at('reference.mjs');
  const ran = await program('setup', folder, '--ptau', ptau, '--contribute', 'alice');
  expect(ran).toMatchObject({ code: 1, json: { error: { code: 'CIRCUITS_CEREMONY_FAILED' } } });
  const verify = await program('verify', folder, '--ptau', ptau);
  expect(verify.json.error.code).toBe('CIRCUITS_CEREMONY_FAILED');
});

test('error: no stack to register on', { timeout: TIMEOUT }, async () => {
  const ran = await program('register', folder, '--data-dir', join(home, 'none'));
  expect(ran.json.error.code).toBe('STACK_NOT_RUNNING');
});
