// SPDX-License-Identifier: GPL-3.0-or-later
import type { Program } from '../../types.ts';
import { defineProgram } from '../defineProgram.ts';
import { runHeat2d } from './reference.ts';

const SIZE = { width: 8, height: 8, steps: 8 };
const LENGTH = 2 * SIZE.width * SIZE.height;
const CELLS = { type: 'int16be', shape: [SIZE.height, SIZE.width] };

/** Eight explicit steps of heat conduction on an 8 x 8 torus; README.md beside this file defines it. */
export const heat2d: Program = defineProgram({
  name: 'heat2d',
  version: '1',
  inputLength: LENGTH,
  outputLength: LENGTH,
  ioSchema: { input: CELLS, output: CELLS },
  base: import.meta.url,
  files: ['./run.mjs'],
  run: (input) => runHeat2d({ input, ...SIZE }),
});
