// SPDX-License-Identifier: GPL-3.0-or-later
import { UnknownCircuitError } from '../errors.ts';
import type { CircuitDefinition, CircuitName } from '../types.ts';

const DEFINITIONS: Readonly<Record<CircuitName, CircuitDefinition>> = {
  'mlp-int8': {
    name: 'mlp-int8',
    main: 'programs/mlp-int8/main.circom',
    flags: ['--O2'],
    devSeed: 'bigfile/dev/mlp-int8/1',
  },
  heat2d: {
    name: 'heat2d',
    main: 'programs/heat2d/main.circom',
    flags: ['--O2'],
    devSeed: 'bigfile/dev/heat2d/1',
  },
  raytile: {
    name: 'raytile',
    main: 'programs/raytile/main.circom',
    flags: ['--O2'],
    devSeed: 'bigfile/dev/raytile/1',
  },
  'batch-k-of-3': {
    name: 'batch-k-of-3',
    main: 'batch/batch-k-of-3.circom',
    flags: ['--O2'],
    devSeed: 'bigfile/dev/batch-k-of-3/1',
  },
  'batch-k-of-8': {
    name: 'batch-k-of-8',
    main: 'batch/batch-k-of-8.circom',
    flags: ['--O2'],
    devSeed: 'bigfile/dev/batch-k-of-8/1',
  },
};

/** All circuits of the project. */
export const circuitNames = Object.keys(DEFINITIONS) as readonly CircuitName[];

/** A shipped circuit. @throws UnknownCircuitError */
export function circuitDefinition(name: string): CircuitDefinition {
  if (!Object.hasOwn(DEFINITIONS, name))
    throw new UnknownCircuitError({ name, known: circuitNames });
  return DEFINITIONS[name as CircuitName];
}
