// SPDX-License-Identifier: GPL-3.0-or-later
// The raytile program as a provider runs it in a sandbox:
//   node run.mjs <input file: 14 bytes, a scene> <output file: 32 bytes, an 8 x 4 tile>
// Needs only Node. Exit code 2: wrong arguments or input length.
// Works in bigints throughout, so that it shares no rounding with the reference.
import { readFileSync, writeFileSync } from 'node:fs';

const [WIDTH, HEIGHT, SPHERES] = [8, 4, 2];
const [inputPath, outputPath] = process.argv.slice(2);
if (!inputPath || !outputPath) refuse('usage: run.mjs <input file> <output file>');
const bytes = readFileSync(inputPath);
const length = 4 + 5 * SPHERES;
if (bytes.length !== length) refuse(`the input has ${bytes.length} bytes, not ${length}`);

const LIGHT = [-2n, 3n, -6n];
const dot = (u, v) => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
const spheres = Array.from({ length: SPHERES }, (_, i) => {
  const at = 4 + 5 * i;
  const centre = [bytes.readInt8(at), bytes.readInt8(at + 1), bytes[at + 2]].map(BigInt);
  return { centre, radius: BigInt(bytes[at + 3]) + 1n, albedo: BigInt(bytes[at + 4]) };
});
const ground = (3n * BigInt(bytes[3])) / 7n;
const out = Buffer.alloc(WIDTH * HEIGHT);
for (let j = 0; j < HEIGHT; j++) {
  for (let i = 0; i < WIDTH; i++) {
    const px = WIDTH * ((bytes[0] & 15) - 8) + i;
    const py = HEIGHT * (8 - (bytes[1] & 15)) - 1 - j;
    out[WIDTH * j + i] = Number(pixel([BigInt(px), BigInt(py), 64n]));
  }
}
writeFileSync(outputPath, out);

function pixel(d) {
  const a = dot(d, d);
  let best;
  for (const sphere of spheres) {
    const b = dot(d, sphere.centre);
    const disc = b * b - a * (dot(sphere.centre, sphere.centre) - sphere.radius * sphere.radius);
    if (disc < 0n) continue;
    const along = b - isqrt(disc);
    if (along > 0n && (!best || along < best.along)) best = { along, sphere };
  }
  if (d[1] < 0n) {
    const plane = (BigInt(bytes[2] + 1) * a) / -d[1];
    if (!best || plane < best.along) return ground;
  }
  if (!best) return 0n;
  const { along, sphere } = best;
  const facing = along * dot(d, LIGHT) - a * dot(sphere.centre, LIGHT);
  if (facing <= 0n) return 0n;
  const light = (facing * sphere.albedo) / (7n * a * sphere.radius);
  return light > 255n ? 255n : light;
}

/** Newton's method from above. */
function isqrt(n) {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

function refuse(why) {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
