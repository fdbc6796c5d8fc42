import { keccak256 } from 'viem';

/** keccak256 of two 32-byte nodes, left then right. */
export function hashPair(left: Uint8Array, right: Uint8Array): Uint8Array {
  const pair = new Uint8Array(64);
  pair.set(left, 0);
  pair.set(right, 32);
  return keccak256(pair, 'bytes');
}
