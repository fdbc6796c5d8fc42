// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from 'node:crypto';
import { model } from '../programs/mlp-int8/reference.ts';
import type { Program } from '../types.ts';

const int8 = (values: readonly number[]): Uint8Array => Uint8Array.from(values, (v) => v & 0xff);
const int16 = (values: readonly number[]): Uint8Array => int8(values.flatMap((v) => [v >> 8, v]));
const fill = <T>(length: number, at: (i: number) => T): T[] =>
  Array.from({ length }, (_, i) => at(i));

/** Extremes of every hidden accumulator, constants and alternations. */
function mlpEdges(): Uint8Array[] {
  const extremes = model.layers[0].weights.flatMap((row) => [
    int8(row.map((w) => (w > 0 ? 127 : -128))),
    int8(row.map((w) => (w > 0 ? -128 : 127))),
  ]);
  const uniform = [0, 1, -1, 127, -128].map((v) => int8(Array(16).fill(v)));
  return [...uniform, int8(fill(16, (i) => (i % 2 ? 127 : -128))), ...extremes];
}

/** Constants, both extremes side by side, single hot and cold cells, and every remainder modulo 16. */
function heatEdges(): Uint8Array[] {
  const uniform = [0, 1, -1, 32767, -32768].map((v) => int16(Array(64).fill(v)));
  const chess = int16(fill(64, (i) => ((i + (i >> 3)) % 2 ? 32767 : -32768)));
  const single = [32767, -32768, 1, -1].map((v) => int16(fill(64, (i) => (i === 0 ? v : 0))));
  const remainders = int16(fill(64, (i) => i - 32));
  return [...uniform, chess, ...single, remainders];
}

/** Tangents, ties, a camera inside a sphere, tiles at the image's corners, planes near and far. */
function rayEdges(): Uint8Array[] {
  const scene = (tile: number[], plane: number[], ...spheres: number[][]): Uint8Array =>
    int8([...tile, ...plane, ...spheres.flat()]);
  const far = [0, 0, 255, 0, 255];
  const corners = [0, 15].flatMap((x) =>
    [0, 15].map((y) => scene([x, y], [0, 255], far, [0, 0, 100, 99, 200])),
  );
  return [
    ...corners,
    new Uint8Array(14),
    new Uint8Array(14).fill(255),
    scene([8, 8], [255, 255], [0, 0, 50, 49, 255], [0, 0, 50, 49, 100]),
    scene([8, 8], [20, 255], [0, 0, 0, 255, 255], far),
    scene([8, 8], [20, 255], [-128, -128, 255, 255, 255], [127, 127, 0, 255, 255]),
    scene([8, 7], [0, 1], [30, 0, 120, 29, 255], [-30, 0, 120, 29, 255]),
    scene([248, 248], [63, 128], [0, -64, 100, 0, 255], [0, 0, 255, 254, 255]),
  ];
}

const EDGES: Readonly<Record<string, () => Uint8Array[]>> = {
  'mlp-int8': mlpEdges,
  heat2d: heatEdges,
  raytile: rayEdges,
};

/** Inputs at which a program's arithmetic turns. */
export function edgeInputs(program: Program): Uint8Array[] {
  return EDGES[program.name]!();
}

/** Random inputs; for raytile half of them scenes with something to see. */
export function* randomInputs(program: Program, count: number): Iterable<Uint8Array> {
  for (let i = 0; i < count; i++) {
    const input = new Uint8Array(randomBytes(program.inputLength));
    if (program.name === 'raytile' && i % 2 === 0) aimAtSpheres(input);
    yield input;
  }
}

/** The middle of the image, and spheres in front of the camera. */
function aimAtSpheres(scene: Uint8Array): void {
  scene[0] = 6 + (scene[0]! & 3);
  scene[1] = 6 + (scene[1]! & 3);
  for (let at = 4; at < scene.length; at += 5) {
    scene[at] = (scene[at]! & 63) - 32;
    scene[at + 1] = (scene[at + 1]! & 63) - 32;
    scene[at + 2] = 128 + (scene[at + 2]! & 127);
    scene[at + 3] = 20 + (scene[at + 3]! & 63);
  }
}
