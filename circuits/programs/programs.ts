// SPDX-License-Identifier: GPL-3.0-or-later
import type { Program } from '../types.ts';
import { mlpInt8 } from './mlp-int8/mlpInt8.ts';

/** Every shipped program by its name. */
export const programs: Readonly<Record<string, Program>> = { [mlpInt8.name]: mlpInt8 };
