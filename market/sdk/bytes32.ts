import { type Hex, hexToString, stringToHex } from 'viem';
import { NameTooLongError } from './errors.ts';

/**
 * A short ASCII name as the contracts hold it: left-aligned, zero where empty.
 * @throws NameTooLongError
 */
export function toBytes32(name: string): Hex {
  if (name.length > 32 || !/^[\x20-\x7e]*$/.test(name)) throw new NameTooLongError({ name });
  return stringToHex(name, { size: 32 });
}

/** The name in a bytes32, without the padding. */
export function fromBytes32(word: Hex): string {
  return hexToString(word).replace(/\0+$/, '');
}
