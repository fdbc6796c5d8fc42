// SPDX-License-Identifier: GPL-3.0-or-later
import { addPoint, inCurve, mulPointEscalar, type Point, subOrder } from '@zk-kit/baby-jubjub';
import { BadKeyError, type BadKeyReason } from '../errors.ts';
import type { CurvePoint } from '../types.ts';
import { SCALAR_ORDER } from './field.ts';

/**
 * Refuses a point that is no public key: it must be on BabyJubJub with canonical coordinates, and in
 * the subgroup of prime order without its identity.
 * @throws BadKeyError
 */
export function assertKey(o: { what: string; key: CurvePoint }): void {
  const reason = faultOf(o.key);
  if (reason !== undefined) throw new BadKeyError({ ...o, reason });
}

function faultOf(key: CurvePoint): BadKeyReason | undefined {
  const point: Point<bigint> = [key[0], key[1]];
  if (!point.every((c) => c >= 0n && c < SCALAR_ORDER)) return 'not-canonical';
  if (!inCurve(point)) return 'off-curve';
  if (isIdentity(point)) return 'identity';
  if (isIdentity(timesEight(point))) return 'low-order';
  if (!isIdentity(mulPointEscalar(point, subOrder))) return 'outside-subgroup';
  return undefined;
}

function timesEight(point: Point<bigint>): Point<bigint> {
  const twice = addPoint(point, point);
  const fourTimes = addPoint(twice, twice);
  return addPoint(fourTimes, fourTimes);
}

const isIdentity = (p: Point<bigint>): boolean => p[0] === 0n && p[1] === 1n;
