// SPDX-License-Identifier: GPL-3.0-or-later
import type { Program } from '../../types.ts';
import { defineProgram } from '../defineProgram.ts';
import { runMlpInt8 } from './reference.ts';

/** The int8 network 16-8-4 as a registered program; its exact meaning is in README.md beside this file. */
export const mlpInt8: Program = defineProgram({
  name: 'mlp-int8',
  version: '1',
  inputLength: 16,
  outputLength: 4,
  ioSchema: { input: { type: 'int8', length: 16 }, output: { type: 'int8', length: 4 } },
  base: import.meta.url,
  files: ['./run.mjs', './weights.json'],
  run: runMlpInt8,
});
