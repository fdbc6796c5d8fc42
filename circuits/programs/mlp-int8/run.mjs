// SPDX-License-Identifier: GPL-3.0-or-later
// The mlp-int8 program as a provider runs it in a sandbox:
//   node run.mjs <input file: 16 int8> <output file: 4 int8>
// Needs only Node and weights.json beside this file. Exit code 2: wrong arguments or input length.
import { readFileSync, writeFileSync } from 'node:fs';

const [inputPath, outputPath] = process.argv.slice(2);
if (!inputPath || !outputPath) refuse('usage: run.mjs <input file> <output file>');
const bytes = readFileSync(inputPath);
if (bytes.length !== 16) refuse(`the input has ${bytes.length} bytes, not 16`);

const { layers } = JSON.parse(readFileSync(new URL('./weights.json', import.meta.url), 'utf8'));

function layer({ weights, bias, shift }, input) {
  return weights.map((row, j) => {
    let acc = bias[j];
    for (let i = 0; i < row.length; i++) acc += row[i] * input[i];
    const q = Math.floor((acc + 2 ** (shift - 1)) / 2 ** shift);
    return Math.min(127, Math.max(-128, q));
  });
}

const hidden = layer(layers[0], [...Int8Array.from(bytes)]).map((v) => Math.max(v, 0));
writeFileSync(
  outputPath,
  Uint8Array.from(layer(layers[1], hidden), (v) => v & 0xff),
);

function refuse(why) {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
