// SPDX-License-Identifier: GPL-3.0-or-later

import { concat, type Hex, hexToBytes, keccak256, stringToHex } from 'viem';
import type { CurvePoint } from '../types.ts';
import { eddsa } from './eddsa.ts';

/** A BabyJubJub key pair; `secret` is the 32-byte EdDSA seed. */
export interface KeyPair {
  secret: Hex;
  publicKey: CurvePoint;
}

/** The batch-signing key of a validator: secret = keccak256("BIGVALIDATOR/1" ‖ seed). */
export function deriveValidatorKey(seed: Hex): KeyPair {
  return keyPair(keccak256(concat([stringToHex('BIGVALIDATOR/1'), seed])));
}

/** The delivery key of a marketplace user: secret = keccak256("BIGUSER/1" ‖ seed). */
export function deriveUserKey(seed: Hex): KeyPair {
  return keyPair(keccak256(concat([stringToHex('BIGUSER/1'), seed])));
}

function keyPair(secret: Hex): KeyPair {
  const [x, y] = eddsa.derivePublicKey(Buffer.from(hexToBytes(secret)));
  return { secret, publicKey: [x, y] };
}
