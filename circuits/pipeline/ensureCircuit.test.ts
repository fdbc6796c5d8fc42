// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CircuitCompileError, UnknownCircuitError } from '../errors.ts';
import { lockOf } from '../programs/programLock.ts';
import { compileForTest } from '../testing/compileForTest.ts';
import { CACHE_DIR } from '../testing/shipped.ts';
import type { CircuitName } from '../types.ts';
import { circuitNames, typicalCircuits } from './circuitDefinitions.ts';
import { ensureCircuit } from './ensureCircuit.ts';

let cacheDir: string;

beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'circuits-'));
});

afterAll(() => rm(cacheDir, { recursive: true }));

test('builders that race get one folder with reproducible files; later calls only read', async () => {
  const name = 'mlp-int8';
  const [a, b] = await Promise.all([
    ensureCircuit({ name, cacheDir }),
    ensureCircuit({ name, cacheDir }),
  ]);
  expect(a).toEqual(b);
  expect(await readdir(cacheDir)).toHaveLength(1);
  const shared = await ensureCircuit({ name, cacheDir: CACHE_DIR });
  expect(a.manifest).toEqual(shared.manifest);
  expect(a.zkeyPath).toContain('DEV');
  const messages: string[] = [];
  const onProgress = (message: string) => messages.push(message);
  expect(await ensureCircuit({ name, cacheDir, onProgress })).toEqual(a);
  expect(messages).toEqual([]);

  await truncate(a.zkeyPath, 1000);
  expect(await ensureCircuit({ name, cacheDir, onProgress })).toEqual(a);
  expect(messages).not.toEqual([]);
  expect((await readFile(a.zkeyPath)).length).toBeGreaterThan(1000);
});

// The other sizes of the batch circuit: `circuits/batch/batchSizes.long.test.ts`.
test('sizes and hashes are those on record', async () => {
  const record = JSON.parse(
    await readFile(new URL('../snapshots/constraints.json', import.meta.url), 'utf8'),
  );
  expect(Object.keys(record)).toEqual(circuitNames);
  for (const name of typicalCircuits) {
    const now = lockOf(await ensureCircuit({ name, cacheDir: CACHE_DIR }));
    // After an intended change: node circuits/snapshots/update.ts
    expect(now, name).toEqual(record[name]);
  }
});

test('an unknown circuit and a broken source have typed errors', async () => {
  const name = 'nothing' as CircuitName;
  await expect(ensureCircuit({ name, cacheDir })).rejects.toThrow(UnknownCircuitError);
  const main = 'testing/circuits/broken.circom';
  await expect(compileForTest({ main, flags: [] })).rejects.toThrow(CircuitCompileError);
});
