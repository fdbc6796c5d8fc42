// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WitnessError } from '../errors.ts';
import { batchSizes } from '../pipeline/circuitDefinitions.ts';
import { lockOf } from '../programs/programLock.ts';
import { createProver } from '../prove/createProver.ts';
import { batchCase } from '../testing/forgeryCases.ts';
import { shipped } from '../testing/shipped.ts';
import { batchCircuitName, majorityOf } from './batchCircuitName.ts';

const record = JSON.parse(
  readFileSync(new URL('../snapshots/constraints.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

test.each(batchSizes)('of %i validators a majority proves, one fewer does not', async (n) => {
  const name = batchCircuitName(n);
  const { artifacts } = await shipped(name);
  expect(lockOf(artifacts)).toEqual(record[name]);
  const prover = await createProver(artifacts);
  const k = majorityOf(n);
  try {
    const inputs = batchCase({ n, k });
    expect(await prover.verify(await prover.prove(inputs))).toBe(true);
    const enabled = Array.from({ length: n }, (_, i) => (i < k - 1 ? 1n : 0n));
    await expect(prover.prove({ ...inputs, enabled })).rejects.toThrow(WitnessError);
    await expect(prover.prove(batchCase({ n, k: n }))).resolves.toBeDefined();
  } finally {
    await prover.close();
  }
});
