// SPDX-License-Identifier: GPL-3.0-or-later
import { BadValidatorSetError } from '../errors.ts';
import type { CircuitName } from '../types.ts';

const CIRCUITS: Readonly<Record<number, CircuitName>> = { 3: 'batch-k-of-3', 8: 'batch-k-of-8' };

/**
 * The shipped circuit for a set of this many validators. Its number of slots is part of the set's root,
 * so a smaller set does not fit a larger circuit.
 * @throws BadValidatorSetError
 */
export function batchCircuitName(n: number): CircuitName {
  const name = CIRCUITS[n];
  if (name) return name;
  const sizes = Object.keys(CIRCUITS).join(' and ');
  throw new BadValidatorSetError({ details: `there are circuits for ${sizes} keys, not for ${n}` });
}
