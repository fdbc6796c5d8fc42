// SPDX-License-Identifier: GPL-3.0-or-later
import { BadLengthError } from '../../errors.ts';

/**
 * The meaning of heat2d, in plain integers: `steps` times, for every cell at once,
 * `floor((4 * centre + 3 * (east + west + north + south)) / 16)` with periodic borders. Cells are
 * int16, big-endian, row by row.
 * @throws BadLengthError unless the input has two bytes for each cell
 */
export function runHeat2d(o: {
  input: Uint8Array;
  width: number;
  height: number;
  steps: number;
}): Uint8Array {
  const { input, width, height } = o;
  const expected = 2 * width * height;
  if (input.length !== expected) {
    throw new BadLengthError({ what: 'input', expected, actual: input.length });
  }
  const view = new DataView(input.buffer, input.byteOffset);
  let cells = Array.from({ length: width * height }, (_, i) => view.getInt16(2 * i));
  for (let step = 0; step < o.steps; step++) cells = heatStep({ cells, width, height });
  const out = new DataView(new ArrayBuffer(expected));
  cells.forEach((cell, i) => {
    out.setInt16(2 * i, cell);
  });
  return new Uint8Array(out.buffer);
}

function heatStep(o: { cells: readonly number[]; width: number; height: number }): number[] {
  const { cells, width, height } = o;
  const at = (x: number, y: number): number =>
    cells[((y + height) % height) * width + ((x + width) % width)]!;
  return cells.map((centre, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const neighbours = at(x + 1, y) + at(x - 1, y) + at(x, y + 1) + at(x, y - 1);
    return Math.floor((4 * centre + 3 * neighbours) / 16);
  });
}
