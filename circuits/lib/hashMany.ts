// SPDX-License-Identifier: GPL-3.0-or-later
import { createRequire } from 'node:module';

type Poseidon = (inputs: bigint[]) => bigint;

const require = createRequire(import.meta.url);

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
  // One arity at a time, on demand: the constants of all sixteen take half a second to load.
  const name = `poseidon${inputs.length}`;
  const exports: Record<string, Poseidon> = require(`poseidon-lite/${name}`);
  return exports[name]!(inputs);
}
