// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, hexToBytes } from 'viem';
import { eddsa } from '../batch/eddsa.ts';
import { BadDeliveryError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';
import { isOnCurve, sharedPoint } from '../lib/jubjub.ts';
import { deliveryWords, HEADER_WORDS } from './deliveryWords.ts';
import { keystream, sealSecret, sealTag } from './keystream.ts';

/**
 * Decrypts a delivery with the user's secret.
 * @param o.secret of {@link deriveUserKey}
 * @throws BadDeliveryError where it was not made for this key, or is malformed
 */
export function openDelivery(o: {
  delivery: Uint8Array;
  outputLength: number;
  secret: Hex;
}): Uint8Array {
  const words = deliveryWords(o);
  const [x, y, tag] = words as [bigint, bigint, bigint];
  if (!isOnCurve([x, y])) throw new BadDeliveryError({ details: 'R is not on the curve' });
  const scalar = eddsa.deriveSecretScalar(Buffer.from(hexToBytes(o.secret)));
  const secret = sealSecret(sharedPoint({ point: [x, y], scalar }));
  const ciphertext = words.slice(HEADER_WORDS);
  if (sealTag({ secret, ciphertext }) !== tag) {
    throw new BadDeliveryError({ details: 'the tag differs: it is for another key' });
  }
  const limbs = ciphertext.map(
    (c, index) =>
      (((c - keystream({ secret, index })) % SCALAR_ORDER) + SCALAR_ORDER) % SCALAR_ORDER,
  );
  return unpackLimbs({ limbs, length: o.outputLength });
}

function unpackLimbs(o: { limbs: readonly bigint[]; length: number }): Uint8Array {
  const out = new Uint8Array(o.length);
  o.limbs.forEach((limb, i) => {
    const size = Math.min(31, o.length - 31 * i);
    const hex = limb.toString(16).padStart(2 * size, '0');
    if (hex.length > 2 * size) throw new BadDeliveryError({ details: `limb ${i} is too large` });
    out.set(Buffer.from(hex, 'hex'), 31 * i);
  });
  return out;
}
