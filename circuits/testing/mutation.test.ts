// SPDX-License-Identifier: GPL-3.0-or-later
import { poseidon3 } from 'poseidon-lite/poseidon3';
import { beforeAll, describe, expect, test } from 'vitest';
import { tagToField } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';
import { typicalCircuits } from '../pipeline/circuitDefinitions.ts';
import type { CurvePoint } from '../types.ts';
import { compileForTest, type TestCircuit } from './compileForTest.ts';
import { copySlots } from './copySlots.ts';
import { type Checker, createChecker } from './createChecker.ts';
import { findAliases } from './findAliases.ts';
import { findForgeries } from './findForgeries.ts';
import { batchCase, findPublicForgeries } from './forgeryCases.ts';
import { shipped } from './shipped.ts';

const TIMEOUT = 600_000;
/** The batch circuit of eight is the one of three with another parameter; it has its turn in the long tests. */
const names = typicalCircuits.filter((name) => name !== 'batch-k-of-8');

describe('seeded faults', () => {
  const members = [9n, 16n, 25n];
  const honest = {
    a: 1000n,
    bytes: [5n, 7n],
    commitment: hashMany([5n + 256n * 7n]),
    ...{ members, roots: [3n, 4n, 5n], enabled: [1n, 1n, 0n] },
    set: poseidon3(members),
  };
  let seeded: TestCircuit;
  let checker: Checker;
  let witness: bigint[];

  beforeAll(async () => {
    seeded = await compileForTest({ main: 'testing/circuits/seeded.circom', flags: ['--O1'] });
    checker = createChecker(seeded.r1cs);
    witness = await seeded.generator.values(honest);
  }, TIMEOUT);

  const wire = (label: string): number => seeded.wires.get(label)!;

  /** Outputs that can be given another value while the public inputs stay. */
  function forgedOutputs(repairs: number): Set<number> {
    const fixed = new Set([0, wire('a'), wire('commitment'), wire('set')]);
    const found = findForgeries({ checker, witness, fixed, repairs });
    for (const forged of found) expect(checker.firstViolated(forged.witness)).toBeUndefined();
    return new Set(found.flatMap(({ changed }) => changed));
  }

  test('an unconstrained output is found by a single mutation', () => {
    expect(checker.firstViolated(witness)).toBeUndefined();
    expect(forgedOutputs(0)).toContain(wire('doubled'));
  });

  test('a remainder that is only asserted is found by one repair', () => {
    expect(forgedOutputs(0)).not.toContain(wire('quotient'));
    expect(forgedOutputs(1)).toContain(wire('quotient'));
  });

  test('packing before the range check is found by two repairs', () => {
    expect(forgedOutputs(1)).not.toContain(wire('second'));
    expect(forgedOutputs(2)).toContain(wire('second'));
  });

  test('a second decomposition of 254 bits is found', () => {
    const [alias] = findAliases({ checker, witness });
    const sign = wire('sign');
    alias!.witness[sign] = 1n;
    expect(witness[sign]).toBe(0n);
    expect(checker.firstViolated(alias!.witness)).toBeUndefined();
  });

  test('a member that counts twice is found', async () => {
    const slots = ['members', 'roots', 'enabled'];
    const complete = (inputs: Record<string, unknown>) => ({
      ...inputs,
      set: poseidon3(inputs['members'] as bigint[]),
    });
    const one = { ...honest, enabled: [1n, 0n, 1n], roots: [3n, 0n, 5n] };
    const accepted = await copySlots({
      ...{ generator: seeded.generator, inputs: one, slots, complete },
    });
    expect(accepted).toContainEqual({ from: 0, to: 2 });
  });
});

test.each(names)(
  '%s: no single mutation gives other public signals',
  async (name) => {
    expect(await findPublicForgeries({ name, repairs: 0 })).toEqual([]);
  },
  TIMEOUT,
);

test.each(names)(
  '%s: no repaired mutation gives other public signals',
  async (name) => {
    expect(await findPublicForgeries({ name, repairs: 2, wires: 150 })).toEqual([]);
  },
  TIMEOUT,
);

test(
  'batch: no validator counts twice',
  async () => {
    const { generator } = await shipped('batch-k-of-3');
    const inputs = batchCase({ n: 3, k: 2 });
    const complete = (copied: Record<string, unknown>) => ({
      ...copied,
      setRoot: hashMany([
        ...[tagToField('BIGSET/1'), 2n, 3n, 1n],
        ...(copied['keys'] as CurvePoint[]).flat(),
      ]),
    });
    expect(await generator.signals(complete(inputs), 3)).toEqual([7n, 5n, inputs['setRoot']]);
    const slots = ['keys', 'enabled', 'R8', 'S'];
    expect(await copySlots({ generator, inputs, slots, complete })).toEqual([]);
  },
  TIMEOUT,
);
