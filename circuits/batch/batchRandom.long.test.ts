// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { batchDifferences } from '../testing/batchCases.ts';
import { shipped } from '../testing/shipped.ts';

// The edges are in `batchCircuit.test.ts`.
test.each([
  [3, 10_000],
  [8, 1_000],
] as const)(
  'of %i validators: circuit and statement agree in %i random cases',
  async (n, cases) => {
    const { generator } = await shipped(`batch-k-of-${n}`);
    const onProgress = (done: number) => console.log(`batch-k-of-${n}: ${done} cases`);
    const { found, accepted } = await batchDifferences({ generator, n, cases, onProgress });
    expect(found).toEqual([]);
    expect(accepted).toBeGreaterThan(cases / 3);
    expect(accepted).toBeLessThan(cases);
  },
);
