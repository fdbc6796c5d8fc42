import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEther } from 'viem';
import { afterAll, expect, test } from 'vitest';
import { createProver, deriveUserKey, loadProgram, programArtifacts } from '#circuits';
import { downloadResult, getCredit, submitJob, waitForJob } from '#market/sdk';
import { marketOf, type StackInfo } from '#stack';
import { bigfileDone } from './bigfile.ts';
import { forgetStack } from './leftovers.ts';
import { assertConserved, CACHE_DIR } from './testStack.ts';

const TIMEOUT = 1_200_000;
const home = mkdtempSync(join(tmpdir(), 'bigfile-program-'));
const folder = join(home, 'byte-sum');
const dataDir = join(home, 'stack');
const data = ['--data-dir', dataDir];

async function program(command: string, ...args: string[]) {
  const cache = command === 'new' ? [] : ['--cache-dir', CACHE_DIR];
  const ran = await bigfileDone('program', command, ...args, '--json', ...cache);
  return { code: ran.code, json: ran.json().at(-1) };
}

afterAll(async () => {
  await bigfileDone('down', ...data);
  await forgetStack(dataDir);
  rmSync(home, { recursive: true, force: true });
});

test('from a new folder to a paid job', { timeout: TIMEOUT }, async () => {
  expect(await program('new', folder)).toMatchObject({ code: 0, json: { name: 'byte-sum' } });
  expect(await program('build', folder)).toMatchObject({ json: { manifest: { setup: 'DEV' } } });
  const anyPorts = ['--l1-port', '0', '--l2-port', '0', '--bridge-port', '0'];
  const up = await bigfileDone('up', '-d', '--json', ...data, ...anyPorts, '--program', folder);
  expect([up.code, up.code === 0 ? '' : up.stderr()]).toEqual([0, '']);
  const info = up.json()[0] as StackInfo;

  const registered = await program('register', folder, ...data);
  expect(registered).toMatchObject({ code: 0, json: { registered: true, setup: 'DEV' } });
  const { programId, verifier } = registered.json;
  // Again, from a copy elsewhere: the same program.
  const copy = join(home, 'copy');
  cpSync(folder, copy, { recursive: true });
  const again = await program('register', copy, ...data);
  expect(again).toMatchObject({ code: 0, json: { programId, verifier, registered: false } });

  const from = await loadProgram(folder);
  const user = info.accounts[1]!;
  const market = marketOf({ info, key: user.key });
  const { publicKey: userKey, secret } = deriveUserKey('0x1234');
  const input = Uint8Array.from({ length: from.program.inputLength }, (_, i) => 7 * i);
  const { jobId } = await submitJob(market, {
    ...{ program: from.program, programId, input, userKey, maxPrice: parseEther('10') },
    ...{ assignSeconds: 300, fulfilSeconds: 600 },
  });
  const job = await waitForJob(market, { jobId, timeoutMs: 800_000 });
  expect(job).toMatchObject({ state: 'FULFILLED', programId });

  const artifacts = await programArtifacts({ from, cacheDir: join(CACHE_DIR, 'circuits') });
  const prover = await createProver(artifacts);
  const result = await downloadResult(market, { jobId, program: from.program, secret, prover });
  await prover.close();
  const sum = input.reduce((total, byte) => total + byte, 0);
  expect(Buffer.from(result.output).readUInt16BE()).toBe(sum);
  expect(result.proofChecked).toBe(true);
  expect(await getCredit(market, { account: result.provider })).toBeGreaterThanOrEqual(job.price);
  await assertConserved(info);
});
