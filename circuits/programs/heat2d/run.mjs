// SPDX-License-Identifier: GPL-3.0-or-later
// The heat2d program as a provider runs it in a sandbox:
//   node run.mjs <input file: 64 int16, big-endian> <output file: the same>
// Needs only Node. Exit code 2: wrong arguments or input length.
import { readFileSync, writeFileSync } from 'node:fs';

const [WIDTH, HEIGHT, STEPS] = [8, 8, 8];
const [inputPath, outputPath] = process.argv.slice(2);
if (!inputPath || !outputPath) refuse('usage: run.mjs <input file> <output file>');
const bytes = readFileSync(inputPath);
const length = 2 * WIDTH * HEIGHT;
if (bytes.length !== length) refuse(`the input has ${bytes.length} bytes, not ${length}`);

let now = new Int32Array(WIDTH * HEIGHT);
let next = new Int32Array(WIDTH * HEIGHT);
for (let i = 0; i < now.length; i++) now[i] = bytes.readInt16BE(2 * i);
for (let step = 0; step < STEPS; step++) {
  for (let y = 0; y < HEIGHT; y++) {
    const [row, above, below] = [y, (y + HEIGHT - 1) % HEIGHT, (y + 1) % HEIGHT].map(
      (r) => r * WIDTH,
    );
    for (let x = 0; x < WIDTH; x++) {
      const [left, right] = [(x + WIDTH - 1) % WIDTH, (x + 1) % WIDTH];
      const around = now[row + left] + now[row + right] + now[above + x] + now[below + x];
      // An arithmetic shift rounds towards minus infinity.
      next[row + x] = (4 * now[row + x] + 3 * around) >> 4;
    }
  }
  [now, next] = [next, now];
}
for (let i = 0; i < now.length; i++) bytes.writeInt16BE(now[i], 2 * i);
writeFileSync(outputPath, bytes);

function refuse(why) {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
