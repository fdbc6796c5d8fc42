// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from 'viem';
import { type CircuitSource, circuitSources } from './circuitSources.ts';
import { sha256 } from './sha256.ts';

/**
 * SHA-256 of the lines `path NUL sha256(content)` of every circom file of a circuit, sorted by path.
 * @throws BadCircuitFileError for a file or an include that is not there
 */
export function circuitSourceHash(circuit: CircuitSource): Hex {
  const sources = [...circuitSources(circuit)];
  return sha256(sources.map(([path, text]) => `${path}\0${sha256(text)}\n`).join(''));
}
