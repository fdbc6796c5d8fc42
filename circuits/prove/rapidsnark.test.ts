// SPDX-License-Identifier: GPL-3.0-or-later
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { batchCase } from '../testing/forgeryCases.ts';
import { shipped } from '../testing/shipped.ts';
import type { CircuitArtifacts } from '../types.ts';
import { createProver } from './createProver.ts';
import { findRapidsnark } from './rapidsnark.ts';

const TIMEOUT = 240_000;
const SNARKJS = join(dirname(createRequire(import.meta.url).resolve('snarkjs')), 'cli.cjs');

let dir: string;
let artifacts: CircuitArtifacts;
const path = process.env['PATH'];
const inputs = batchCase({ n: 3, k: 2 });

/** Puts a script named rapidsnark on the PATH. */
async function standIn(script: string): Promise<void> {
  const binary = join(dir, 'rapidsnark');
  await writeFile(binary, `#!/bin/sh\n${script}\n`);
  await chmod(binary, 0o755);
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rapidsnark-'));
  ({ artifacts } = await shipped('batch-k-of-3'));
}, TIMEOUT);
beforeEach(() => {
  vi.unstubAllEnvs();
  vi.stubEnv('PATH', `${dir}${delimiter}${path}`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

test(
  'without a binary snarkjs proves; asking for rapidsnark is an error',
  async () => {
    vi.stubEnv('PATH', '/nowhere');
    expect(await findRapidsnark()).toBeUndefined();
    const missing = createProver(artifacts, { backend: 'rapidsnark' });
    await expect(missing).rejects.toMatchObject({ code: 'CIRCUITS_PROVER_BACKEND_MISSING' });
    const prover = await createProver(artifacts);
    expect(await prover.verify(await prover.prove(inputs))).toBe(true);
    await prover.close();
  },
  TIMEOUT,
);

test(
  'plumbing, with snarkjs standing in for the binary: its files become a proof',
  async () => {
    await standIn(`exec '${process.execPath}' '${SNARKJS}' groth16 prove "$1" "$2" "$3" "$4"`);
    expect(await findRapidsnark()).toBe(join(dir, 'rapidsnark'));
    const prover = await createProver(artifacts);
    const result = await prover.prove(inputs);
    expect(await prover.verify(result)).toBe(true);
    await prover.close();
  },
  TIMEOUT,
);

test(
  'plumbing, with a script standing in: failure, lies and cancellation are told',
  async () => {
    const prover = await createProver(artifacts, { backend: 'rapidsnark' });
    const failed = (details: string) => ({
      code: 'CIRCUITS_PROVER_BACKEND',
      details: expect.stringContaining(details),
    });
    await standIn('echo no memory >&2; exit 1');
    await expect(prover.prove(inputs)).rejects.toMatchObject(failed('no memory'));
    const zero =
      '{"pi_a":["0","0","1"],"pi_b":[["0","0"],["0","0"],["1","0"]],"pi_c":["0","0","1"]}';
    await standIn(`echo '${zero}' > "$3"; echo '["1","2","3"]' > "$4"`);
    await expect(prover.prove(inputs)).rejects.toMatchObject(failed('does not verify'));
    await standIn('exec sleep 600');
    const stop = new AbortController();
    const proving = prover.prove(inputs, { signal: stop.signal });
    stop.abort();
    await expect(proving).rejects.toThrow();
    vi.stubEnv('BIGFILE_PROVER', 'snarkjs');
    const chosen = await createProver(artifacts);
    expect(await chosen.verify(await chosen.prove(inputs))).toBe(true);
    await chosen.close();
    await prover.close();
  },
  TIMEOUT,
);
