// SPDX-License-Identifier: GPL-3.0-or-later
import { UnknownCircuitError } from '../errors.ts';
import type { BatchSize, CircuitDefinition, CircuitName } from '../types.ts';

/** Sizes of validator sets for which there is a circuit. */
export const batchSizes: readonly BatchSize[] = [1, 2, 3, 4, 5, 6, 7, 8];

const PROGRAMS = ['mlp-int8', 'heat2d', 'raytile'] as const;

/** All circuits of the project. */
export const circuitNames: readonly CircuitName[] = [
  ...PROGRAMS,
  ...batchSizes.map((n) => `batch-k-of-${n}` as const),
];

/**
 * Those that stand for all where building every one would take too long: the batch circuits are one
 * template, of which the default size and the largest are here.
 */
export const typicalCircuits: readonly CircuitName[] = [
  ...PROGRAMS,
  'batch-k-of-3',
  'batch-k-of-8',
];

/** A shipped circuit. @throws UnknownCircuitError */
export function circuitDefinition(wanted: string): CircuitDefinition {
  const name = circuitNames.find((known) => known === wanted);
  if (!name) throw new UnknownCircuitError({ name: wanted, known: circuitNames });
  const isProgram = PROGRAMS.some((program) => program === name);
  const main = isProgram ? `programs/${name}/main.circom` : `batch/${name}.circom`;
  return { name, main, flags: ['--O2'], devSeed: `bigfile/dev/${name}/1` };
}
