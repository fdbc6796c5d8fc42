// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from 'node:crypto';
import type { Hex } from 'viem';

/** SHA-256 of bytes or of UTF-8 text. */
export function sha256(data: Uint8Array | string): Hex {
  return `0x${createHash('sha256').update(data).digest('hex')}`;
}
