// SPDX-License-Identifier: GPL-3.0-or-later
import { BadDeliveryError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';

/** R.x, R.y and the tag come before the ciphertext. */
export const HEADER_WORDS = 3;

/** Bytes of the delivery of an output of so many bytes: 32 for each word, 3 words and one per limb. */
export function deliveryLength(outputLength: number): number {
  return 32 * (HEADER_WORDS + Math.ceil(outputLength / 31));
}

/**
 * The words of a delivery: R.x, R.y, tag, c_0, c_1, …, 32 bytes big-endian each.
 * @param o.outputLength bytes of the output that it should hold
 * @throws BadDeliveryError for another length or a word that is no canonical field element
 */
export function deliveryWords(o: { delivery: Uint8Array; outputLength: number }): bigint[] {
  const expected = deliveryLength(o.outputLength);
  if (o.delivery.length !== expected) {
    throw new BadDeliveryError({ details: `${o.delivery.length} bytes instead of ${expected}` });
  }
  const words: bigint[] = [];
  for (let at = 0; at < expected; at += 32) {
    const word = BigInt(`0x${Buffer.from(o.delivery.subarray(at, at + 32)).toString('hex')}`);
    if (word >= SCALAR_ORDER) {
      throw new BadDeliveryError({ details: `word ${at / 32} is not below the scalar order` });
    }
    words.push(word);
  }
  return words;
}
