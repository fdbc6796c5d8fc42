// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { differences } from '../../testing/programCases.ts';
import { shipped } from '../../testing/shipped.ts';
import { generateModel, type Layer, MODEL_SEED, modelAsCircom, modelAsJson } from './generate.ts';
import { mlpInt8 } from './mlpInt8.ts';
import { model } from './reference.ts';

// What all programs have in common is tested in ../programs.test.ts.

const first: Layer = model.layers[0];

/** Random inputs for which some hidden accumulator lies exactly between two quotients. */
function tiedInputs(count: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  while (found.length < count) {
    const input = randomBytes(16);
    const x = Int8Array.from(input);
    const accs = first.weights.map((row, j) =>
      row.reduce((s, w, i) => s + w * x[i]!, first.bias[j]!),
    );
    if (accs.some((acc) => (acc + 128) % 256 === 0 && acc < 0)) found.push(input);
  }
  return found;
}

test('the circuit equals the reference on ties', async () => {
  const { generator } = await shipped('mlp-int8');
  expect(await differences({ program: mlpInt8, generator, inputs: tiedInputs(20) })).toEqual([]);
}, 120_000);

test('the outputs reach both saturations and zero', () => {
  const outputs = new Set(
    Array.from({ length: 2000 }, () => [...Int8Array.from(mlpInt8.run(randomBytes(16)))]).flat(),
  );
  expect([-128, 127, 0].every((v) => outputs.has(v))).toBe(true);
});

test('the committed constants come from the seed and keep within their bounds', async () => {
  const generated = generateModel(MODEL_SEED);
  const committed = (file: string) => readFile(new URL(file, import.meta.url), 'utf8');
  expect(modelAsJson(generated)).toBe(await committed('./weights.json'));
  expect(modelAsCircom(generated)).toBe(await committed('./weights.circom'));
  for (const [layer, low] of [
    [model.layers[0], -128],
    [model.layers[1], 0],
  ] as const) {
    for (const [j, row] of layer.weights.entries()) {
      const half = 2 ** (layer.shift - 1);
      const highest = row.reduce((s, w) => s + w * (w > 0 ? 127 : low), layer.bias[j]! + half);
      const lowest = row.reduce((s, w) => s + w * (w > 0 ? low : 127), layer.bias[j]! + half);
      expect(highest).toBeLessThan(2 ** layer.accBits);
      expect(lowest).toBeGreaterThanOrEqual(-(2 ** layer.accBits));
    }
  }
});
