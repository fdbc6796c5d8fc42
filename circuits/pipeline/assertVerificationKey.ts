// SPDX-License-Identifier: GPL-3.0-or-later
import type { Curve } from 'ffjavascript';
import { type Hex, size, sliceHex } from 'viem';
import { BadVerificationKeyError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';

const FIXED_WORDS = 14;
const BETA = 2;
const GAMMA = 6;
const DELTA = 10;

/**
 * Refuses a verification key that the verifier contract would refuse, before anything is spent on
 * it: points off their curve or outside their group, secrets that are known (a generator), and
 * gamma = ±delta, as before any contribution to phase 2, which lets everyone forge.
 * @param o.keyBytes words in the order of the verifier contract's constructor
 * @throws BadVerificationKeyError
 */
export function assertVerificationKey(o: { curve: Curve; keyBytes: Hex }): void {
  const { curve } = o;
  const bytes = size(o.keyBytes);
  if (bytes % 64 !== 0 || bytes < 32 * (FIXED_WORDS + 4)) {
    throw new BadVerificationKeyError({ reason: 'length', point: 'its size' });
  }
  const word = (i: number): bigint => BigInt(sliceHex(o.keyBytes, 32 * i, 32 * (i + 1)));
  const g1 = (i: number): bigint[] => [word(i), word(i + 1)];
  const g2 = (i: number): bigint[] => [word(i), word(i + 1), word(i + 2), word(i + 3)];

  assertPoint({ curve, group: 'G1', words: g1(0), point: 'alpha' });
  for (const [i, point] of [
    [BETA, 'beta'],
    [GAMMA, 'gamma'],
    [DELTA, 'delta'],
  ] as const) {
    assertPoint({ curve, group: 'G2', words: g2(i), point });
  }
  for (let i = FIXED_WORDS; i < bytes / 32; i += 2) {
    const point = `IC[${(i - FIXED_WORDS) / 2}]`;
    assertPoint({ curve, group: 'G1', words: g1(i), point });
  }
  // A point is the generator or its negative exactly where the x coordinates are equal.
  const generator = curve.G2.toObject(curve.G2.g) as [[bigint, bigint]];
  const isGenerator = (i: number) => word(i) === generator[0][1] && word(i + 1) === generator[0][0];
  if (word(0) === 1n) throw new BadVerificationKeyError({ reason: 'generator', point: 'alpha' });
  for (const [i, point] of [
    [BETA, 'beta'],
    [DELTA, 'delta'],
  ] as const) {
    if (isGenerator(i)) throw new BadVerificationKeyError({ reason: 'generator', point });
  }
  if (word(GAMMA) === word(DELTA) && word(GAMMA + 1) === word(DELTA + 1)) {
    throw new BadVerificationKeyError({ reason: 'gamma-equals-delta', point: 'delta' });
  }
}

/** @param o.words x, y in G1; x.c1, x.c0, y.c1, y.c0 in G2 */
function assertPoint(o: {
  curve: Curve;
  group: 'G1' | 'G2';
  words: readonly bigint[];
  point: string;
}): void {
  const { curve, words, point } = o;
  const refuse = (reason: BadVerificationKeyError['reason']): never => {
    throw new BadVerificationKeyError({ reason, point });
  };
  if (words.some((word) => word >= curve.q)) refuse('out-of-field');
  if (words.every((word) => word === 0n)) refuse('zero');
  const group = curve[o.group];
  const [a, b, c, d] = words as [bigint, bigint, bigint, bigint];
  const affine =
    o.group === 'G1'
      ? [a, b, 1n]
      : [
          [b, a],
          [d, c],
          [1n, 0n],
        ];
  const raw = group.fromObject(affine);
  if (!group.isValid(raw)) refuse('off-curve');
  // G1 has no other subgroup.
  if (o.group === 'G2' && !group.isZero(group.timesScalar(raw, SCALAR_ORDER))) {
    refuse('outside-subgroup');
  }
}
