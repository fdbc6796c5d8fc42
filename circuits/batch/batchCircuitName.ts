// SPDX-License-Identifier: GPL-3.0-or-later
import { BadValidatorSetError } from '../errors.ts';
import { batchSizes } from '../pipeline/circuitDefinitions.ts';
import type { BatchCircuitName } from '../types.ts';

/**
 * The shipped circuit for a set of this many validators. Its number of slots is part of the set's root,
 * so a smaller set does not fit a larger circuit.
 * @throws BadValidatorSetError
 */
export function batchCircuitName(n: number): BatchCircuitName {
  const size = batchSizes.find((known) => known === n);
  if (size !== undefined) return `batch-k-of-${size}`;
  const [first, last] = [batchSizes[0], batchSizes.at(-1)];
  throw new BadValidatorSetError({
    details: `there are circuits for ${first} to ${last} keys, not for ${n}`,
  });
}

/** How many of n validators have to sign unless told: more than half. */
export const majorityOf = (n: number): number => Math.floor(n / 2) + 1;
