// SPDX-License-Identifier: GPL-3.0-or-later
import * as poseidonLite from 'poseidon-lite';

type Poseidon = (inputs: bigint[]) => bigint;

const poseidons = new Map<string, Poseidon>(Object.entries(poseidonLite));

/**
 * Poseidon over any positive number of field elements, as `PoseidonFold` in lib/hash.circom: the
 * first 16 elements in one call, then every further 15 together with the digest so far.
 */
export function hashMany(elements: readonly bigint[]): bigint {
  let state = poseidon(elements.slice(0, 16));
  for (let i = 16; i < elements.length; i += 15) {
    state = poseidon([state, ...elements.slice(i, i + 15)]);
  }
  return state;
}

function poseidon(inputs: bigint[]): bigint {
  return poseidons.get(`poseidon${inputs.length}`)!(inputs);
}
