// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { circuitDefinition, typicalCircuits } from '../pipeline/circuitDefinitions.ts';
import { programs } from '../programs/programs.ts';
import { compileForTest } from './compileForTest.ts';
import { createChecker } from './createChecker.ts';
import { edgeInputs } from './edgeInputs.ts';
import { findAliases } from './findAliases.ts';
import { batchCase, findPublicForgeries, majorityCase } from './forgeryCases.ts';
import { caseInputs } from './programCases.ts';

const TIMEOUT = 3_600_000;

test.each(typicalCircuits)(
  '%s: no repaired mutation gives other public signals',
  async (name) => {
    expect(await findPublicForgeries({ name, repairs: 0 })).toEqual([]);
    expect(await findPublicForgeries({ name, repairs: 2, wires: 3_000 })).toEqual([]);
  },
  TIMEOUT,
);

test.each(typicalCircuits)(
  '%s: no decomposition has a second one',
  async (name) => {
    const { main } = circuitDefinition(name);
    const { r1cs, generator } = await compileForTest({ main, flags: ['--O1'] });
    const checker = createChecker(r1cs);
    const program = programs[name];
    const inputs = program
      ? caseInputs(edgeInputs(program).at(-1)!)
      : batchCase(majorityCase(name));
    const witness = await generator.values(inputs);
    const accepted = findAliases({ checker, witness }).filter(
      (alias) => checker.firstViolated(alias.witness) === undefined,
    );
    expect(accepted).toEqual([]);
  },
  TIMEOUT,
);
