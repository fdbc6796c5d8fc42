// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from 'node:crypto';
import { BadRandomnessError } from '../errors.ts';
import { assertKey } from '../lib/assertKey.ts';
import { SCALAR_ORDER } from '../lib/field.ts';
import { sharedPoint, timesBase } from '../lib/jubjub.ts';
import { packBytes } from '../lib/packBytes.ts';
import type { CurvePoint } from '../types.ts';
import { keystream, sealSecret, sealTag } from './keystream.ts';

const RANDOMNESS_BITS = 251n;

/** Fresh randomness of 251 bits for one delivery. Never use one value for two outputs. */
export function deliveryRandomness(): bigint {
  return BigInt(`0x${randomBytes(32).toString('hex')}`) >> (256n - RANDOMNESS_BITS);
}

/**
 * Encrypts an output to a user's key: ECDH on BabyJubJub, Poseidon as stream cipher. Twin of
 * `SealLimbs` in lib/seal.circom, where the formulas are.
 * @param o.randomness 1 to 2^251 - 1, fresh for every attempt: see {@link deliveryRandomness}
 * @returns what is posted: R.x, R.y, tag, c_0, c_1, … as words of 32 bytes
 * @throws BadKeyError, BadRandomnessError
 */
export function sealOutput(o: {
  output: Uint8Array;
  userKey: CurvePoint;
  randomness: bigint;
}): Uint8Array {
  assertKey({ what: 'user key', key: o.userKey });
  if (o.randomness <= 0n || o.randomness >= 1n << RANDOMNESS_BITS) throw new BadRandomnessError();
  const ephemeral = timesBase(o.randomness);
  const secret = sealSecret(sharedPoint({ point: o.userKey, scalar: o.randomness }));
  const ciphertext = packBytes(o.output).map(
    (limb, index) => (limb + keystream({ secret, index })) % SCALAR_ORDER,
  );
  const words = [...ephemeral, sealTag({ secret, ciphertext }), ...ciphertext];
  const hex = words.map((word) => word.toString(16).padStart(64, '0')).join('');
  // Not the Buffer itself: its slice() would share memory with this.
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
