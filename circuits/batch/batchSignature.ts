// SPDX-License-Identifier: GPL-3.0-or-later

import { type Hex, hexToBytes } from 'viem';
import { assertFieldElement, SCALAR_ORDER } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';
import { holdsEddsa, isOnCurve, SUBGROUP_ORDER } from '../lib/jubjub.ts';
import type { BatchSignature, CurvePoint } from '../types.ts';
import { eddsa } from './eddsa.ts';

/**
 * EdDSA over BabyJubJub with Poseidon; deterministic.
 * @param o.secret from {@link deriveValidatorKey}
 * @param o.message from {@link batchMessage}
 * @throws NotFieldElementError
 */
export function signBatch(o: { secret: Hex; message: bigint }): BatchSignature {
  assertFieldElement({ what: 'message', value: o.message });
  const { R8, S } = eddsa.signMessage(Buffer.from(hexToBytes(o.secret)), o.message);
  return { R8: [R8[0], R8[1]], S };
}

/**
 * True iff the batch circuit would accept this signature: coordinates canonical, R8 on the curve,
 * S below the subgroup order (S + order would otherwise be a second signature), equation holds.
 */
export function verifyBatchSignature(o: {
  publicKey: CurvePoint;
  message: bigint;
  signature: BatchSignature;
}): boolean {
  const { R8, S } = o.signature;
  const { publicKey: A, message } = o;
  if (message < 0n || message >= SCALAR_ORDER || S < 0n || S >= SUBGROUP_ORDER) return false;
  if (!isOnCurve(R8) || !isOnCurve(A)) return false;
  return holdsEddsa({ S, R: R8, h: hashMany([...R8, ...A, message]), A });
}
