// SPDX-License-Identifier: GPL-3.0-or-later
import type { Program } from '../../types.ts';
import { defineProgram } from '../defineProgram.ts';
import { runRaytile } from './reference.ts';

const SIZE = { width: 8, height: 4, spheres: 2 };

/** One 8 x 4 tile of two lit spheres over a plane; README.md beside this file defines every number. */
export const raytile: Program = defineProgram({
  name: 'raytile',
  version: '1',
  inputLength: 4 + 5 * SIZE.spheres,
  outputLength: SIZE.width * SIZE.height,
  ioSchema: {
    input: {
      fields: ['tileX:u4', 'tileY:u4', 'height-1:u8', 'ground:u8'],
      spheres: {
        count: SIZE.spheres,
        fields: ['x:i8', 'y:i8', 'z:u8', 'radius-1:u8', 'albedo:u8'],
      },
    },
    output: { type: 'uint8', shape: [SIZE.height, SIZE.width] },
  },
  base: import.meta.url,
  files: ['./run.mjs'],
  run: (input) => runRaytile({ input, ...SIZE }),
});
