import { type Address, encodePacked, type Hex, keccak256 } from 'viem';

/** The seven values that a bridge leaf commits to. */
export interface BridgeLeaf {
  /** 0 an asset, 1 a message. */
  leafType: number;
  originNetwork: number;
  /** Token on its origin network, or the sender of a message. */
  originAddress: Address;
  destinationNetwork: number;
  destinationAddress: Address;
  /** Smallest unit of the token. */
  amount: bigint;
  metadata: Hex;
}

/**
 * Hash of a bridge leaf: keccak256 over the packed 113 bytes
 * `u8 ‖ u32 ‖ address ‖ u32 ‖ address ‖ u256 ‖ keccak256(metadata)` (the bridge's `getLeafValue`).
 */
export function leafHash(leaf: BridgeLeaf): Hex {
  return keccak256(
    encodePacked(
      ['uint8', 'uint32', 'address', 'uint32', 'address', 'uint256', 'bytes32'],
      [
        leaf.leafType,
        leaf.originNetwork,
        leaf.originAddress,
        leaf.destinationNetwork,
        leaf.destinationAddress,
        leaf.amount,
        keccak256(leaf.metadata),
      ],
    ),
  );
}
