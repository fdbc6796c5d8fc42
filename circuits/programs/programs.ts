// SPDX-License-Identifier: GPL-3.0-or-later
import type { Program } from '../types.ts';
import { heat2d } from './heat2d/heat2d.ts';
import { mlpInt8 } from './mlp-int8/mlpInt8.ts';
import { raytile } from './raytile/raytile.ts';

/** Every shipped program by its name. */
export const programs: Readonly<Record<string, Program>> = {
  [mlpInt8.name]: mlpInt8,
  [heat2d.name]: heat2d,
  [raytile.name]: raytile,
};
