import { createKeccak } from 'hash-wasm';
import type { Hex } from 'viem';

const hasher = await createKeccak(256);

/** keccak256 in WebAssembly, for what is hashed with every transaction. */
export function keccak(bytes: Uint8Array): Hex {
  return `0x${hasher.init().update(bytes).digest()}`;
}
