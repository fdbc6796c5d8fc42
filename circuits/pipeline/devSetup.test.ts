// SPDX-License-Identifier: GPL-3.0-or-later
import { buildBn128 } from 'ffjavascript';
import { powersOfTau, zKey } from 'snarkjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SetupError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';
import { acquireCurve, releaseCurve } from '../prove/curveEngine.ts';
import { compileForTest, type TestCircuit } from '../testing/compileForTest.ts';
import { devSecrets } from './devSecrets.ts';
import { devSetup } from './devSetup.ts';
import { evaluateQap } from './evaluateQap.ts';
import { createFixedBase, signedDigits } from './fixedBase.ts';
import { inverse, inverseAll, mod } from './modular.ts';

let tiny: TestCircuit;

beforeAll(async () => {
  await acquireCurve();
  tiny = await compileForTest({ main: 'testing/circuits/unsound.circom', flags: ['--O1'] });
}, 120_000);

afterAll(releaseCurve);

test('secrets are reproducible, distinct and differ between seeds', () => {
  expect(devSecrets('a')).toEqual(devSecrets('a'));
  expect(new Set([...Object.values(devSecrets('a')), ...Object.values(devSecrets('b'))]).size).toBe(
    10,
  );
});

test('tau inside the evaluation domain is refused', () => {
  const secrets = { ...devSecrets('a'), tau: 1n };
  const rootOf = () => SCALAR_ORDER - 1n;
  expect(() => evaluateQap({ r1cs: tiny.r1cs, secrets, rootOf })).toThrow(SetupError);
});

test('batch inversion equals single inversion', () => {
  const elements = [1n, 2n, SCALAR_ORDER - 1n, 123456789n];
  expect(inverseAll(elements)).toEqual(elements.map(inverse));
  expect(elements.map((e) => mod(e * inverse(e)))).toEqual([1n, 1n, 1n, 1n]);
});

test.each([11, 13])('signed digits of %i bits recompose the scalar', (windowBits) => {
  const digits = new Int32Array(Math.ceil(255 / windowBits));
  for (const scalar of [0n, 1n, 2n ** 253n, SCALAR_ORDER - 1n, 2n ** 254n - 1n]) {
    signedDigits({ scalar, windowBits, digits });
    const sum = digits.reduce((s, d, i) => s + BigInt(d) * 2n ** BigInt(i * windowBits), 0n);
    expect(sum).toBe(scalar);
  }
});

test.each(['G1', 'G2'] as const)('fixed-base multiples in %s equal the engine', async (name) => {
  const curve = await buildBn128(true);
  const group = curve[name];
  const base = await createFixedBase({
    code: curve.tm.code,
    group: name === 'G1' ? 'g1m' : 'g2m',
    generator: group.toAffine(group.g),
    windowBits: 7,
  });
  const scalars = [0n, 1n, 2n, 3n, 64n, 65n, 128n, SCALAR_ORDER - 1n, 2n ** 200n + 12345n];
  const points = await base.multiplyAll(scalars);
  const size = points.length / scalars.length;
  scalars.forEach((scalar, i) => {
    const expected = group.toAffine(group.timesScalar(group.g, scalar));
    expect(points.slice(i * size, (i + 1) * size)).toEqual(expected.slice(0, size));
  });
});

test('the key file has the layout of snarkjs and the same terms', async () => {
  const memory = () => ({ type: 'mem', data: new Uint8Array() }) as const;
  const [ptau, prepared, reference] = [memory(), memory(), memory()];
  const curve = await acquireCurve();
  await powersOfTau.newAccumulator(curve, 4, ptau);
  await powersOfTau.preparePhase2(ptau, prepared);
  await zKey.newZKey({ type: 'mem', data: tiny.r1csBytes }, prepared, reference);
  releaseCurve();
  const { zkey } = await devSetup({ r1cs: tiny.r1cs, seed: 'layout' });
  const [ours, theirs] = [readSections(zkey), readSections(reference.data)];
  expect(sizes(ours)).toEqual(sizes(theirs));
  expect(ours.get(1)).toEqual(theirs.get(1));
  expect(ours.get(2)!.slice(0, 84)).toEqual(theirs.get(2)!.slice(0, 84));
  expect(ours.get(4)).toEqual(theirs.get(4));
});

function readSections(file: Uint8Array): Map<number, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const sections = new Map<number, Uint8Array>();
  for (let at = 12, left = view.getUint32(8, true); left > 0; left--) {
    const size = Number(view.getBigUint64(at + 4, true));
    sections.set(view.getUint32(at, true), Uint8Array.from(file.subarray(at + 12, at + 12 + size)));
    at += 12 + size;
  }
  return sections;
}

const sizes = (sections: Map<number, Uint8Array>) =>
  [...sections].map(([id, bytes]) => [id, bytes.length]).sort((a, b) => a[0]! - b[0]!);
