// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from 'node:fs';
import { BadLengthError } from '../../errors.ts';
import type { Layer, Model } from './generate.ts';

/** The constants of the network, as committed beside this file. */
export const model: Model = JSON.parse(
  readFileSync(new URL('./weights.json', import.meta.url), 'utf8'),
);

/**
 * The meaning of mlp-int8, in plain integers: dense 16→8, requantise, clamp, ReLU, dense 8→4,
 * requantise, clamp. Bytes are int8 in two's complement.
 * @throws BadLengthError unless the input has 16 bytes
 */
export function runMlpInt8(input: Uint8Array): Uint8Array {
  if (input.length !== 16) {
    throw new BadLengthError({ what: 'input', expected: 16, actual: input.length });
  }
  const hidden = layerOutput(model.layers[0], Array.from(Int8Array.from(input)));
  const relu = hidden.map((v) => Math.max(v, 0));
  return Uint8Array.from(layerOutput(model.layers[1], relu), (v) => v & 0xff);
}

function layerOutput(layer: Layer, input: number[]): number[] {
  return layer.weights.map((row, j) => {
    const acc = row.reduce((sum, w, i) => sum + w * input[i]!, layer.bias[j]!);
    return requantise({ acc, shift: layer.shift });
  });
}

/** clamp(floor((acc + 2^(shift-1)) / 2^shift), -128, 127) */
export function requantise(o: { acc: number; shift: number }): number {
  const q = Math.floor((o.acc + 2 ** (o.shift - 1)) / 2 ** o.shift);
  return Math.min(127, Math.max(-128, q));
}
