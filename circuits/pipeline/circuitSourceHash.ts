// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from 'viem';
import type { CircuitName } from '../types.ts';
import { circuitDefinition } from './circuitDefinitions.ts';
import { circuitSources } from './circuitSources.ts';
import { sha256 } from './sha256.ts';

/**
 * SHA-256 of the lines `path NUL sha256(content)` of every circom file of a circuit, sorted by path.
 * @throws UnknownCircuitError
 */
export function circuitSourceHash(name: CircuitName): Hex {
  const sources = circuitSources(circuitDefinition(name).main);
  return sha256([...sources].map(([path, text]) => `${path}\0${sha256(text)}\n`).join(''));
}
