// SPDX-License-Identifier: GPL-3.0-or-later

import { inCurve, subOrder } from '@zk-kit/baby-jubjub';
import { type Hex, hexToBytes } from 'viem';
import { assertFieldElement, SCALAR_ORDER } from '../lib/field.ts';
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
  const canonical = [...R8, ...o.publicKey, o.message].every((v) => v >= 0n && v < SCALAR_ORDER);
  if (!canonical || S < 0n || S >= subOrder || !inCurve([R8[0], R8[1]])) return false;
  return eddsa.verifySignature(o.message, { R8: [R8[0], R8[1]], S }, [
    o.publicKey[0],
    o.publicKey[1],
  ]);
}
