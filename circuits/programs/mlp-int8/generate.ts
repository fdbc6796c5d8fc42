// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** One dense layer followed by `floor((acc + 2^(shift-1)) / 2^shift)` and a clamp to int8. */
export interface Layer {
  shift: number;
  /** Proven by {@link generateModel}: -2^accBits <= acc + 2^(shift-1) < 2^accBits for every input. */
  accBits: number;
  /** Int8, one row for each output. */
  weights: number[][];
  bias: number[];
}

export interface Model {
  /** The text from whose SHA-256 stream all constants are drawn. */
  seed: string;
  layers: [Layer, Layer];
}

export const MODEL_SEED = 'bigfile/mlp-int8/1';

/** Draws the constants of the 16-8-4 network from a seed and bounds its accumulators. */
export function generateModel(seed: string): Model {
  const next = byteStream(seed);
  const hidden = makeLayer({ next, inputs: 16, outputs: 8, shift: 8, low: -128, high: 127 });
  // After the ReLU the hidden values are 0..127.
  const output = makeLayer({ next, inputs: 8, outputs: 4, shift: 7, low: 0, high: 127 });
  return { seed, layers: [hidden, output] };
}

function makeLayer(o: {
  next: () => number;
  inputs: number;
  outputs: number;
  shift: number;
  low: number;
  high: number;
}): Layer {
  const weights = times(o.outputs, () => times(o.inputs, () => signed(o.next())));
  const bias = times(o.outputs, () => signed(o.next()) * 8);
  const half = 2 ** (o.shift - 1);
  const bounds = weights.flatMap((row, j) => {
    const at = (pick: (...v: number[]) => number) =>
      row.reduce((sum, w) => sum + pick(w * o.low, w * o.high), bias[j]! + half);
    return [at(Math.min), at(Math.max)];
  });
  let accBits = o.shift + 7;
  while (bounds.some((b) => b < -(2 ** accBits) || b >= 2 ** accBits)) accBits += 1;
  return { shift: o.shift, accBits, weights, bias };
}

function byteStream(seed: string): () => number {
  let block = Buffer.alloc(0);
  let counter = 0;
  let at = 0;
  return () => {
    if (at === block.length) {
      block = createHash('sha256').update(`${seed}/${counter}`).digest();
      counter += 1;
      at = 0;
    }
    at += 1;
    return block[at - 1]!;
  };
}

const times = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make);
const signed = (byte: number): number => (byte < 128 ? byte : byte - 256);

/** The constants as circom functions. */
export function modelAsCircom(model: Model): string {
  const functions = model.layers.flatMap((layer, i) => [
    circomFunction(
      `mlpInt8Weights${i + 1}`,
      layer.weights.map((row) => `[${row.join(', ')}]`),
    ),
    circomFunction(`mlpInt8Bias${i + 1}`, [layer.bias.join(', ')]),
    `function mlpInt8Shift${i + 1}() {\n    return ${layer.shift};\n}\n`,
    `function mlpInt8AccBits${i + 1}() {\n    return ${layer.accBits};\n}\n`,
  ]);
  return [
    '// SPDX-License-Identifier: GPL-3.0-or-later',
    `// Written by generate.ts from the seed "${model.seed}"; do not edit.`,
    'pragma circom 2.1.6;\n',
    functions.join('\n'),
  ].join('\n');
}

function circomFunction(name: string, rows: string[]): string {
  return `function ${name}() {\n    return [\n        ${rows.join(',\n        ')}\n    ];\n}\n`;
}

/** The constants as JSON, one matrix row a line. */
export function modelAsJson(model: Model): string {
  const rows: string[] = [];
  const marked = JSON.stringify(
    model,
    (_key, value) => {
      if (!Array.isArray(value) || typeof value[0] !== 'number') return value;
      rows.push(`[${value.join(', ')}]`);
      return `@${rows.length - 1}@`;
    },
    2,
  );
  return `${marked.replace(/"@(\d+)@"/g, (_all, i: string) => rows[Number(i)]!)}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const model = generateModel(MODEL_SEED);
  writeFileSync(new URL('./weights.json', import.meta.url), modelAsJson(model));
  writeFileSync(new URL('./weights.circom', import.meta.url), modelAsCircom(model));
}
