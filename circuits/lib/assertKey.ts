// SPDX-License-Identifier: GPL-3.0-or-later
import { BadKeyError, type BadKeyReason } from '../errors.ts';
import type { CurvePoint } from '../types.ts';
import { SCALAR_ORDER } from './field.ts';
import { isIdentity, isInSubgroup, isLowOrder, isOnCurve } from './jubjub.ts';

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
  if (!key.every((c) => c >= 0n && c < SCALAR_ORDER)) return 'not-canonical';
  if (!isOnCurve(key)) return 'off-curve';
  if (isIdentity(key)) return 'identity';
  if (isLowOrder(key)) return 'low-order';
  if (!isInSubgroup(key)) return 'outside-subgroup';
  return undefined;
}
