// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { batchCase } from '../testing/forgeryCases.ts';
import { shipped } from '../testing/shipped.ts';
import { createProver } from './createProver.ts';
import { findRapidsnark } from './rapidsnark.ts';

const binary = await findRapidsnark();

test.for([3, 8])('rapidsnark itself proves for %i validators', async (n, context) => {
  context.skip(binary === undefined, 'there is no rapidsnark on the PATH');
  const { artifacts } = await shipped(`batch-k-of-${n}`);
  const [fast, plain] = [
    await createProver(artifacts, { backend: 'rapidsnark' }),
    await createProver(artifacts, { backend: 'snarkjs' }),
  ];
  try {
    const inputs = batchCase({ n, k: n });
    // What another program made has been verified when it gets here; the judge is the other prover.
    const proved = await fast.prove(inputs);
    expect(await plain.verify(proved)).toBe(true);
    await expect(fast.prove({ ...inputs, domain: 6n })).rejects.toMatchObject({
      code: 'CIRCUITS_WITNESS_FAILED',
    });
  } finally {
    await Promise.all([fast.close(), plain.close()]);
  }
});
