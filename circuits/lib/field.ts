// SPDX-License-Identifier: GPL-3.0-or-later
import { NotFieldElementError } from '../errors.ts';

/** Order of the BN254 scalar field, over which all circuits work. */
export const SCALAR_ORDER =
  21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** Refuses what is no canonical field element. @throws NotFieldElementError */
export function assertFieldElement(o: { what: string; value: bigint }): void {
  if (o.value < 0n || o.value >= SCALAR_ORDER) throw new NotFieldElementError(o);
}

/** The ASCII bytes of a tag as one big-endian number; tags have at most 31 characters. */
export function tagToField(tag: string): bigint {
  return BigInt(`0x${Buffer.from(tag, 'ascii').toString('hex')}`);
}
