import { createKeccak } from 'hash-wasm';

// WebAssembly: about twenty times as fast as JavaScript, and a tree is nothing but such hashes.
const keccak = await createKeccak(256);

/** keccak256 of two 32-byte nodes, left then right. */
export function hashPair(left: Uint8Array, right: Uint8Array): Uint8Array {
  return keccak.init().update(left).update(right).digest('binary');
}
