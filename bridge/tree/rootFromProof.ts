import { bytesToHex, type Hex, hexToBytes } from 'viem';
import { hashPair } from './hashPair.ts';

/** The root that a leaf and its siblings lead to (the bridge's `calculateRoot`). */
export function rootFromProof(o: { leaf: Hex; index: number; proof: readonly Hex[] }): Hex {
  let node = hexToBytes(o.leaf, { size: 32 });
  for (const [level, sibling] of o.proof.entries()) {
    const right = Math.floor(o.index / 2 ** level) % 2 === 1;
    const other = hexToBytes(sibling, { size: 32 });
    node = right ? hashPair(other, node) : hashPair(node, other);
  }
  return bytesToHex(node);
}
