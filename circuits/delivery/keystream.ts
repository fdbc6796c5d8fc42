// SPDX-License-Identifier: GPL-3.0-or-later

import { tagToField } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';
import type { CurvePoint } from '../types.ts';

/** Poseidon("BIGSEAL/1", K.x, K.y): the symmetric key from the shared point. */
export function sealSecret(shared: CurvePoint): bigint {
  return hashMany([tagToField('BIGSEAL/1'), ...shared]);
}

/** What is added to limb i. */
export function keystream(o: { secret: bigint; index: number }): bigint {
  return hashMany([o.secret, BigInt(o.index + 1)]);
}

/** PoseidonFold("BIGTAG/1", k, c_0, …): tells the right key from a wrong one. */
export function sealTag(o: { secret: bigint; ciphertext: readonly bigint[] }): bigint {
  return hashMany([tagToField('BIGTAG/1'), o.secret, ...o.ciphertext]);
}
