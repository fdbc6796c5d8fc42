import { encodePacked, type Hex, keccak256 } from 'viem';

/**
 * Leaf of the L1 info tree: keccak256(global exit root ‖ parent block hash ‖ u64 block time).
 * @param o.blockHash hash of the parent of the L1 block that added the leaf
 * @param o.timestamp time of the L1 block that added the leaf, seconds
 */
export function l1InfoLeafHash(o: { globalExitRoot: Hex; blockHash: Hex; timestamp: bigint }): Hex {
  return keccak256(
    encodePacked(['bytes32', 'bytes32', 'uint64'], [o.globalExitRoot, o.blockHash, o.timestamp]),
  );
}
