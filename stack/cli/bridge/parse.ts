import { type Address, getAddress, type Hex, isAddress, isHex } from 'viem';
import { BridgeUsageError } from './errors.ts';

/** @throws BridgeUsageError */
export function addressOf(value: string, name: string): Address {
  if (isAddress(value, { strict: false })) return getAddress(value);
  throw new BridgeUsageError({ problem: `${name} must be an address, not ${value}` });
}

/** @throws BridgeUsageError */
export function hexOf(value: string, name: string, bytes?: number): Hex {
  const right = isHex(value) && (bytes === undefined || value.length === 2 + 2 * bytes);
  if (right) return value;
  const what = bytes === undefined ? '0x and hex digits' : `0x and ${2 * bytes} hex digits`;
  throw new BridgeUsageError({ problem: `${name} must be ${what}` });
}

/** @throws BridgeUsageError */
export function countOf(value: string, name: string): number {
  if (/^\d{1,10}$/.test(value)) return Number(value);
  throw new BridgeUsageError({ problem: `${name} must be a whole number, not ${value}` });
}
