// SPDX-License-Identifier: GPL-3.0-or-later
import { tagToField } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';
import { deliveryWords } from './deliveryWords.ts';

/**
 * PoseidonFold("BIGOUT/2", output length, R.x, R.y, tag, c_0, …): the first public signal of a job
 * proof, a commitment to the ciphertext with its ephemeral key and tag.
 * @throws BadDeliveryError
 */
export function deliveryCommitment(o: { delivery: Uint8Array; outputLength: number }): bigint {
  return hashMany([tagToField('BIGOUT/2'), BigInt(o.outputLength), ...deliveryWords(o)]);
}
