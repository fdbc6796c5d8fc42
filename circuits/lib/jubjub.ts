// SPDX-License-Identifier: GPL-3.0-or-later
import { babyjubjub } from '@noble/curves/misc.js';
import type { CurvePoint } from '../types.ts';
import { SCALAR_ORDER } from './field.ts';

// Arithmetic of BabyJubJub (EIP-2494) in projective coordinates: one inversion for a product, where
// @zk-kit/baby-jubjub makes two for every step. That package still signs.

const { Point } = babyjubjub;
type JubjubPoint = typeof Point.BASE;

/** Order of the subgroup that keys and signatures live in. */
export const SUBGROUP_ORDER = Point.Fn.ORDER;

/** Generator of the subgroup ("Base8" of circomlib). */
export const BASE: CurvePoint = coordinates(Point.BASE);

/** Whether the coordinates are canonical and satisfy the equation of the curve. */
export function isOnCurve([x, y]: CurvePoint): boolean {
  const { Fp } = Point;
  if (![x, y].every((c) => c >= 0n && c < SCALAR_ORDER)) return false;
  const { a, d } = Point.CURVE();
  const [xx, yy] = [Fp.sqr(x), Fp.sqr(y)];
  return Fp.add(Fp.mul(a, xx), yy) === Fp.add(1n, Fp.mul(d, Fp.mul(xx, yy)));
}

/** @param point on the curve */
export function isIdentity(point: CurvePoint): boolean {
  return point[0] === 0n && point[1] === 1n;
}

/** Whether the order of a point is 1, 2, 4 or 8. @param point on the curve */
export function isLowOrder(point: CurvePoint): boolean {
  return pointOf(point).isSmallOrder();
}

/** Whether a point is in the subgroup of prime order; its identity is. @param point on the curve */
export function isInSubgroup(point: CurvePoint): boolean {
  return pointOf(point).isTorsionFree();
}

/**
 * scalar · B for a secret scalar.
 * @param scalar any that is not negative
 */
export function timesBase(scalar: bigint): CurvePoint {
  return coordinates(secretly(Point.BASE, scalar));
}

/**
 * 8 · scalar · point for a secret scalar; the factor takes the point into the subgroup.
 * @param o.point on the curve
 * @param o.scalar any that is not negative
 */
export function sharedPoint(o: { point: CurvePoint; scalar: bigint }): CurvePoint {
  return coordinates(secretly(pointOf(o.point).clearCofactor(), o.scalar));
}

/**
 * S · B = R + 8 · h · A: the equation of EdDSA that circomlib's verifiers check, for public values.
 * @param o.R, o.A on the curve
 * @param o.S below the subgroup order
 */
export function holdsEddsa(o: { S: bigint; R: CurvePoint; h: bigint; A: CurvePoint }): boolean {
  const A8 = pointOf(o.A).clearCofactor();
  const right = pointOf(o.R).add(A8.multiplyUnsafe(o.h % SUBGROUP_ORDER));
  return Point.BASE.multiplyUnsafe(o.S).equals(right);
}

/** In a time that does not depend on the scalar, but for a multiple of the order, which is none. */
function secretly(point: JubjubPoint, scalar: bigint): JubjubPoint {
  const reduced = scalar % SUBGROUP_ORDER;
  return reduced === 0n || point.is0() ? Point.ZERO : point.multiply(reduced);
}

function pointOf([x, y]: CurvePoint): JubjubPoint {
  return Point.fromAffine({ x, y });
}

function coordinates(point: JubjubPoint): CurvePoint {
  const { x, y } = point.toAffine();
  return [x, y];
}
