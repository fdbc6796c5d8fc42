// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { batchDifferences } from '../testing/batchCases.ts';
import { shipped } from '../testing/shipped.ts';

const CASES = 300;

test(`the circuit takes what its statement takes, in ${CASES} random cases`, async () => {
  const { generator } = await shipped('batch-k-of-3');
  const { found, accepted } = await batchDifferences({ generator, n: 3, cases: CASES });
  expect(found).toEqual([]);
  // Half of the cases are honest; the others are not all refused.
  expect(accepted).toBeGreaterThan(CASES / 3);
  expect(accepted).toBeLessThan(CASES);
});
