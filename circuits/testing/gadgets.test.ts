// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from 'node:crypto';
import { addPoint, Base8, mulPointEscalar } from '@zk-kit/baby-jubjub';
import { beforeAll, expect, test } from 'vitest';
import { WitnessError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';
import { packBytes } from '../lib/packBytes.ts';
import { requantise } from '../programs/mlp-int8/reference.ts';
import { compileForTest, type TestCircuit } from './compileForTest.ts';
import { createChecker } from './createChecker.ts';
import { findForgeries } from './findForgeries.ts';

const ACC_LIMIT = 2 ** 18;
const HALF = 128;
/** (x, 0) with 168700 x² = 1. */
const ORDER_FOUR: [bigint, bigint] = [
  18930368022820495955728484915491405972470733850014661777449844430438130630919n,
  0n,
];

let gadgets: TestCircuit;
let hashes: TestCircuit;

beforeAll(async () => {
  [gadgets, hashes] = await Promise.all([
    compileForTest({ main: 'testing/circuits/gadgets.circom', flags: ['--O1'] }),
    compileForTest({ main: 'testing/circuits/hashes.circom', flags: ['--O1'] }),
  ]);
}, 120_000);

const inputs = (o: { acc?: number[]; bytes?: bigint[]; key?: readonly bigint[] }) => ({
  acc: o.acc ?? Array(8).fill(0),
  bytes: o.bytes ?? Array(33).fill(0n),
  key: o.key ?? Base8,
});

const signed = (value: bigint): number =>
  Number(value > SCALAR_ORDER / 2n ? value - SCALAR_ORDER : value);

async function run(o: Parameters<typeof inputs>[0]) {
  const witness = await gadgets.generator.values(inputs(o));
  return (label: string): bigint => witness[gadgets.wires.get(label)!]!;
}

test('requantisation equals the reference at ties, signs, saturation and both limits', async () => {
  const edges = [-ACC_LIMIT - HALF, ACC_LIMIT - 1 - HALF];
  for (const q of [-1000, -129, -128, -127, -2, -1, 0, 1, 2, 126, 127, 128, 129, 1000]) {
    for (const rest of [-129, -128, -127, -1, 0, 1, 127, 128]) edges.push(256 * q + rest);
  }
  const random = Array.from({ length: 104 }, () => randomBytes(4).readUInt32LE() % (2 * ACC_LIMIT));
  const values = [...edges, ...random.map((v) => v - ACC_LIMIT - HALF)].slice(0, 216);
  for (let i = 0; i < values.length; i += 8) {
    const acc = [...values.slice(i, i + 8), ...Array(8).fill(0)].slice(0, 8);
    const wire = await run({ acc });
    for (const [j, value] of acc.entries()) {
      const expected = requantise({ acc: value, shift: 8 });
      expect([value, signed(wire(`quantised[${j}]`))]).toEqual([value, expected]);
      expect(wire(`nonNegative[${j}]`)).toBe(expected >= 0 ? 1n : 0n);
    }
  }
});

test.each([-ACC_LIMIT - HALF - 1, ACC_LIMIT - HALF])('accumulator %i is refused', async (value) => {
  await expect(run({ acc: [value, ...Array(7).fill(0)] })).rejects.toThrow(WitnessError);
});

test('bytes pack as in TypeScript and give their signs', async () => {
  const bytes = randomBytes(33);
  const wire = await run({ bytes: Array.from(bytes, BigInt) });
  expect([wire('limbs[0]'), wire('limbs[1]')]).toEqual(packBytes(bytes));
  bytes.forEach((byte, i) => {
    expect(wire(`top[${i}]`)).toBe(BigInt(byte >> 7));
  });
});

test.each([256n, SCALAR_ORDER - 1n, 5n + 2n ** 24n])('byte %i is refused', async (byte) => {
  await expect(run({ bytes: [byte, ...Array(32).fill(0n)] })).rejects.toThrow(WitnessError);
});

test('a key is multiplied by eight; bad ones are refused', async () => {
  const wire = await run({ key: Base8 });
  expect([wire('timesEight[0]'), wire('timesEight[1]')]).toEqual(mulPointEscalar(Base8, 8n));
  // The neutral element, the point of order two, one of order four, and points off the curve.
  const bad = [[0n, 1n], [0n, SCALAR_ORDER - 1n], ORDER_FOUR, [1n, 1n], [0n, 0n]];
  expect(addPoint(ORDER_FOUR, ORDER_FOUR)).toEqual([0n, SCALAR_ORDER - 1n]);
  for (const key of bad) await expect(run({ key })).rejects.toThrow(WitnessError);
});

test('hashes of 1, 16, 17, 31, 32 and 47 elements equal the reference', async () => {
  const elements = Array.from({ length: 47 }, () => BigInt(`0x${randomBytes(31).toString('hex')}`));
  const witness = await hashes.generator.values({ in: elements });
  const lengths = [1, 16, 17, 31, 32, 47];
  lengths.forEach((length, i) => {
    const out = witness[hashes.wires.get(`out[${i}]`)!];
    expect(out).toBe(hashMany(elements.slice(0, length)));
  });
});

test('no forged assignment of the building blocks is found', async () => {
  const checker = createChecker(gadgets.r1cs);
  const witness = await gadgets.generator.values(
    inputs({ acc: [-70000, -129, -128, -1, 0, 128, 300, 99999], bytes: Array(33).fill(200n) }),
  );
  expect(checker.firstViolated(witness)).toBeUndefined();
  const fixed = inputWires(gadgets, ['acc', 'bytes', 'key']);
  const outputs = outputWires(gadgets.r1cs.publics);
  const forged = findForgeries({ checker, witness, fixed, repairs: 2 });
  expect(forged.filter((f) => f.changed.some((wire) => outputs.has(wire)))).toEqual([]);
});

test('the search finds an unchecked remainder and half an equality test', async () => {
  const unsound = await compileForTest({
    main: 'testing/circuits/unsound.circom',
    flags: ['--O1'],
  });
  const witness = await unsound.generator.values({ a: 1000n });
  const forged = findForgeries({
    checker: createChecker(unsound.r1cs),
    witness,
    fixed: inputWires(unsound, ['a']),
    repairs: 2,
  });
  const changed = new Set(forged.flatMap((f) => f.changed));
  expect(changed).toContain(unsound.wires.get('quotient'));
  expect(changed).toContain(unsound.wires.get('isZero'));
});

function inputWires(circuit: TestCircuit, names: string[]): Set<number> {
  const isInput = (label: string) => names.some((n) => label === n || label.startsWith(`${n}[`));
  return new Set([0, ...[...circuit.wires].filter(([label]) => isInput(label)).map(([, w]) => w)]);
}

function outputWires(publics: number): Set<number> {
  return new Set(Array.from({ length: publics }, (_, i) => i + 1));
}
