// SPDX-License-Identifier: GPL-3.0-or-later
import type { Curve } from 'ffjavascript';
import { concat, type Hex, numberToHex } from 'viem';
import type { KeyPoints } from './zkeyFile.ts';

type G1Object = [x: bigint, y: bigint, z: bigint];
type G2Object = [x: [bigint, bigint], y: [bigint, bigint], z: [bigint, bigint]];

const G1_SIZE = 64;

/** A Groth16 verification key in the two forms that are used. */
export interface VerificationKey {
  /** JSON of snarkjs: decimal strings, projective coordinates. */
  vkey: Record<string, unknown>;
  /**
   * Words of 32 bytes for the verifier contract: alpha (x, y), beta, gamma, delta (x.c1, x.c0, y.c1,
   * y.c0 each), then IC[0], IC[1], … (x, y).
   */
  keyBytes: Hex;
}

/** Reads the verification key out of the points of a proving key. */
export function verificationKey(o: {
  curve: Curve;
  points: Pick<KeyPoints, 'alpha1' | 'beta2' | 'gamma2' | 'delta2' | 'ic'>;
}): VerificationKey {
  const { curve, points } = o;
  const alpha = curve.G1.toObject(points.alpha1) as G1Object;
  const [beta, gamma, delta] = [points.beta2, points.gamma2, points.delta2].map(
    (point) => curve.G2.toObject(point) as G2Object,
  ) as [G2Object, G2Object, G2Object];
  const ic = Array.from({ length: points.ic.length / G1_SIZE }, (_, i) =>
    curve.G1.toObject(points.ic.slice(i * G1_SIZE, (i + 1) * G1_SIZE)),
  ) as G1Object[];
  const alphaBeta = curve.Gt.toObject(curve.pairing(points.alpha1, points.beta2));
  const words = [
    ...g1Words(alpha),
    ...[beta, gamma, delta].flatMap(g2Words),
    ...ic.flatMap(g1Words),
  ];
  return {
    vkey: decimals({
      protocol: 'groth16',
      curve: curve.name,
      nPublic: ic.length - 1,
      vk_alpha_1: alpha,
      vk_beta_2: beta,
      vk_gamma_2: gamma,
      vk_delta_2: delta,
      vk_alphabeta_12: alphaBeta,
      IC: ic,
    }) as Record<string, unknown>,
    keyBytes: concat(words.map((word) => numberToHex(word, { size: 32 }))),
  };
}

const g1Words = ([x, y]: G1Object): bigint[] => [x, y];
const g2Words = ([x, y]: G2Object): bigint[] => [x[1], x[0], y[1], y[0]];

function decimals(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(decimals);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decimals(item)]));
}
