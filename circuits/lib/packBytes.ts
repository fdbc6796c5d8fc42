// SPDX-License-Identifier: GPL-3.0-or-later

const BYTES_PER_LIMB = 31;

/** Slices of 31 bytes, each read as a big-endian number; the last slice may be shorter. */
export function packBytes(bytes: Uint8Array): bigint[] {
  const limbs: bigint[] = [];
  for (let i = 0; i < bytes.length; i += BYTES_PER_LIMB) {
    const slice = Buffer.from(bytes.subarray(i, i + BYTES_PER_LIMB));
    limbs.push(BigInt(`0x${slice.toString('hex')}`));
  }
  return limbs;
}
