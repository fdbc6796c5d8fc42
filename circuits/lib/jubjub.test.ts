// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from 'node:crypto';
import { addPoint, Base8, inCurve, mulPointEscalar, subOrder } from '@zk-kit/baby-jubjub';
import { expect, test } from 'vitest';
import { signBatch } from '../batch/batchSignature.ts';
import { deriveValidatorKey } from '../batch/deriveKey.ts';
import type { CurvePoint } from '../types.ts';
import { SCALAR_ORDER } from './field.ts';
import { hashMany } from './hashMany.ts';
import {
  BASE,
  holdsEddsa,
  isIdentity,
  isInSubgroup,
  isLowOrder,
  isOnCurve,
  SUBGROUP_ORDER,
  sharedPoint,
  timesBase,
} from './jubjub.ts';

// The reference is @zk-kit/baby-jubjub, which shares no code with it.

const ORDER_TWO: CurvePoint = [0n, SCALAR_ORDER - 1n];
const ORDER_FOUR: CurvePoint = [
  18930368022820495955728484915491405972470733850014661777449844430438130630919n,
  0n,
];
const IDENTITY: CurvePoint = [0n, 1n];
const random = () => BigInt(`0x${randomBytes(32).toString('hex')}`);
const plus = (p: CurvePoint, q: CurvePoint): CurvePoint => {
  const [x, y] = addPoint([...p], [...q]);
  return [x, y];
};
/** Points of the subgroup, and the same with a part of order two and four. */
const POINTS: CurvePoint[] = Array.from({ length: 4 }, () => {
  const [x, y] = mulPointEscalar(Base8, random() % subOrder);
  const point: CurvePoint = [x, y];
  return [point, plus(point, ORDER_TWO), plus(point, ORDER_FOUR)];
}).flat();
const SCALARS = [0n, 1n, 8n, subOrder - 1n, subOrder, subOrder + 1n, 2n ** 251n - 1n, random()];

test('base point and orders are those of the reference', () => {
  expect(BASE).toEqual(Base8);
  expect(SUBGROUP_ORDER).toBe(subOrder);
});

test.each(SCALARS)('products with %s equal the reference', (scalar) => {
  expect(timesBase(scalar)).toEqual(mulPointEscalar(Base8, scalar));
  for (const point of [...POINTS.slice(0, 6), IDENTITY, ORDER_TWO, ORDER_FOUR]) {
    expect(sharedPoint({ point, scalar })).toEqual(mulPointEscalar([...point], 8n * scalar));
  }
});

test('what is on the curve, of low order, in the subgroup', () => {
  const points = [...POINTS, BASE, IDENTITY, ORDER_TWO, ORDER_FOUR];
  for (const point of points) {
    const product = (scalar: bigint) => mulPointEscalar([...point], scalar).join();
    expect(isOnCurve(point)).toBe(inCurve([...point]));
    expect(isIdentity(point)).toBe(point.join() === '0,1');
    expect(isLowOrder(point)).toBe(product(8n) === '0,1');
    expect(isInSubgroup(point)).toBe(product(subOrder) === '0,1');
  }
  expect(points.filter(isOnCurve)).toHaveLength(points.length);
  expect(points.filter(isInSubgroup)).toHaveLength(6);
});

test.each<[string, CurvePoint]>([
  ['another x', [BASE[0] + 1n, BASE[1]]],
  ['x and y swapped', [BASE[1], BASE[0]]],
  ['x not canonical', [BASE[0] + SCALAR_ORDER, BASE[1]]],
  ['y negative', [BASE[0], BASE[1] - SCALAR_ORDER]],
  ['zero', [0n, 0n]],
])('error: %s is not on the curve', (_what, point) => {
  expect(isOnCurve(point)).toBe(false);
});

test('the equation of a signature holds for it, and for nothing near it', () => {
  const { secret, publicKey: A } = deriveValidatorKey('0x01');
  const { R8: R, S } = signBatch({ secret, message: 7n });
  const h = hashMany([...R, ...A, 7n]);
  expect(holdsEddsa({ S, R, h, A })).toBe(true);
  expect(holdsEddsa({ S, R, h: h + 8n, A })).toBe(false);
  expect(holdsEddsa({ S: (S + 1n) % subOrder, R, h, A })).toBe(false);
  expect(holdsEddsa({ S, R: BASE, h, A })).toBe(false);
  // The factor takes a low-order part of the key away; of R it stays, as in circomlib.
  expect(holdsEddsa({ S, R, h, A: plus(A, ORDER_TWO) })).toBe(true);
  expect(holdsEddsa({ S, R: plus(R, ORDER_TWO), h, A })).toBe(false);
});
