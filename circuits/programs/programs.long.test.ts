// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { edgeInputs, randomInputs } from '../testing/edgeInputs.ts';
import { differences } from '../testing/programCases.ts';
import { shipped } from '../testing/shipped.ts';
import { programs } from './programs.ts';

const RANDOM_CASES = 10_000;

test.each(Object.values(programs))(
  `the circuit of $name equals the reference on all edge and ${RANDOM_CASES} random inputs`,
  async (program) => {
    const { generator } = await shipped(program.name);
    const inputs = [...edgeInputs(program), ...randomInputs(program, RANDOM_CASES)];
    expect(await differences({ program, generator, inputs })).toEqual([]);
  },
  3_600_000,
);
