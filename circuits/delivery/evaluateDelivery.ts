// SPDX-License-Identifier: GPL-3.0-or-later
import { SCALAR_ORDER } from '../lib/field.ts';
import { deliveryWords } from './deliveryWords.ts';

/**
 * The second public signal of a job proof: the polynomial whose coefficients are the number of words
 * and then the words, highest power first, at `challenge` (ctx). The market computes the same from
 * the posted bytes.
 * @throws BadDeliveryError
 */
export function evaluateDelivery(o: {
  delivery: Uint8Array;
  outputLength: number;
  challenge: bigint;
}): bigint {
  const words = deliveryWords(o);
  return words.reduce(
    (value, word) => (value * o.challenge + word) % SCALAR_ORDER,
    BigInt(words.length),
  );
}
