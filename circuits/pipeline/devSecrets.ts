// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from 'node:crypto';
import { SetupError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';

/** The toxic waste of a Groth16 setup; with DEV keys everyone can compute it. */
export interface SetupSecrets {
  tau: bigint;
  alpha: bigint;
  beta: bigint;
  gamma: bigint;
  delta: bigint;
}

/**
 * The secrets of a DEV key: each is SHA-512("BIGFILE-DEV-SETUP/1/<name>/<seed>") modulo the scalar
 * order, which is uniform to within 2^-258.
 * @throws SetupError when two secrets are equal or opposite, or one is 0, 1 or -1 (gamma = delta would
 * let anyone forge without even knowing the secrets; the verifier contract refuses such keys)
 */
export function devSecrets(seed: string): SetupSecrets {
  const derive = (name: string): bigint => {
    const digest = createHash('sha512').update(`BIGFILE-DEV-SETUP/1/${name}/${seed}`).digest('hex');
    return BigInt(`0x${digest}`) % SCALAR_ORDER;
  };
  const secrets = {
    tau: derive('tau'),
    alpha: derive('alpha'),
    beta: derive('beta'),
    gamma: derive('gamma'),
    delta: derive('delta'),
  };
  const weak = [1n, ...Object.values(secrets)].flatMap((s) => [s, SCALAR_ORDER - s]);
  if (new Set([0n, ...weak]).size !== weak.length + 1) {
    throw new SetupError({ details: `The seed "${seed}" gives weak secrets.` });
  }
  return secrets;
}
