// SPDX-License-Identifier: GPL-3.0-or-later
import { tagToField } from './field.ts';
import { hashMany } from './hashMany.ts';
import { packBytes } from './packBytes.ts';

/**
 * Poseidon(domain tag, length in bytes, limbs of `bytes`, extra elements): the commitment of
 * `CommitLimbs` in lib/bytes.circom.
 */
export function commitBytes(o: {
  domain: string;
  bytes: Uint8Array;
  extra?: readonly bigint[];
}): bigint {
  return hashMany([
    tagToField(o.domain),
    BigInt(o.bytes.length),
    ...packBytes(o.bytes),
    ...(o.extra ?? []),
  ]);
}
