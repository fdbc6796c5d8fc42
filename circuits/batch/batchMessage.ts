// SPDX-License-Identifier: GPL-3.0-or-later
import { assertFieldElement, tagToField } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';

/**
 * What a validator signs: Poseidon("BIGBATCH/1", domain, epoch, inputSnark).
 * @param o.inputSnark sha256 of the public input, modulo the scalar order
 * @throws NotFieldElementError
 */
export function batchMessage(o: { domain: bigint; epoch: bigint; inputSnark: bigint }): bigint {
  for (const [what, value] of Object.entries(o)) assertFieldElement({ what, value });
  return hashMany([tagToField('BIGBATCH/1'), o.domain, o.epoch, o.inputSnark]);
}
