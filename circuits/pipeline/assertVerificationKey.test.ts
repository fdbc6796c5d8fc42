// SPDX-License-Identifier: GPL-3.0-or-later
import type { Curve } from 'ffjavascript';
import { concat, type Hex, numberToHex, slice } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acquireCurve, releaseCurve } from '../prove/curveEngine.ts';
import { shipped } from '../testing/shipped.ts';
import { assertVerificationKey } from './assertVerificationKey.ts';

const WORDS = 24;
const BETA = 2;
const GAMMA = 6;
const DELTA = 10;

let curve: Curve;
let keyBytes: Hex;

beforeAll(async () => {
  curve = await acquireCurve();
  keyBytes = (await shipped('mlp-int8')).artifacts.manifest.keyBytes;
}, 120_000);
afterAll(() => releaseCurve());

const words = (): bigint[] =>
  Array.from({ length: WORDS }, (_, i) => BigInt(slice(keyBytes, 32 * i, 32 * (i + 1))));

function refusal(change: (words: bigint[]) => void): unknown {
  const changed = words();
  change(changed);
  const bytes = concat(changed.map((word) => numberToHex(word, { size: 32 })));
  try {
    assertVerificationKey({ curve, keyBytes: bytes });
    return undefined;
  } catch (error) {
    return (error as { reason: string }).reason;
  }
}

const copy = (from: number, to: number) => (w: bigint[]) => {
  for (let i = 0; i < 4; i++) w[to + i] = w[from + i]!;
};

test('default: a key of the pipeline is good', () => {
  expect(refusal(() => undefined)).toBeUndefined();
});

test('error: gamma equals delta or its negative, as without phase 2', () => {
  expect(refusal(copy(DELTA, GAMMA))).toBe('gamma-equals-delta');
  const negative = refusal((w) => {
    copy(DELTA, GAMMA)(w);
    for (const i of [2, 3]) w[GAMMA + i] = curve.q - w[GAMMA + i]!;
  });
  expect(negative).toBe('gamma-equals-delta');
});

test('error: any word changed puts a point off its curve, or out of the field', () => {
  for (let i = 0; i < WORDS; i++) {
    const off = refusal((w) => {
      w[i] = w[i]! ^ 1n;
    });
    expect([i, off]).toEqual([i, 'off-curve']);
    const out = refusal((w) => {
      w[i] = w[i]! + curve.q;
    });
    expect([i, out]).toEqual([i, 'out-of-field']);
  }
});

test('error: points at infinity, generators, a point outside the subgroup, a short key', () => {
  for (const [at, size] of [
    [0, 2],
    [BETA, 4],
    [GAMMA, 4],
    [DELTA, 4],
    [14, 2],
    [22, 2],
  ] as const) {
    expect(refusal((w) => w.fill(0n, at, at + size))).toBe('zero');
  }
  expect(refusal((w) => void w.splice(0, 2, 1n, 2n))).toBe('generator');
  const [x, y] = curve.G2.toObject(curve.G2.g) as [[bigint, bigint], [bigint, bigint]];
  for (const at of [BETA, DELTA]) {
    expect(refusal((w) => void w.splice(at, 4, x[1], x[0], y[1], y[0]))).toBe('generator');
  }
  // On the twist, at x = 1.
  const outside = [
    0n,
    1n,
    0x0d1271953ed9ea0836846e70a1934187998c7f790cb4d7511b7f8da82de048a4n,
    0x2869111d5381f072f8e2728fdb825a51aadd70e52c9830e9ab4b871c0531f1bbn,
  ] as const;
  expect(refusal((w) => void w.splice(GAMMA, 4, ...outside))).toBe('outside-subgroup');
  expect(refusal((w) => void w.splice(15))).toBe('length');
});
