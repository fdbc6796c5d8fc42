// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

uint8 constant LEAF_TYPE_ASSET = 0;
uint8 constant LEAF_TYPE_MESSAGE = 1;

/// @notice One leaf of an exit tree: what leaves one network for another.
/// @param leafType 0 for an asset, 1 for a message.
/// @param originNetwork Network where the token (or the sender of the message) is native.
/// @param originAddress Token on its origin network, or sender of the message; 0 for ether.
/// @param destinationNetwork Network where the leaf can be claimed.
/// @param destinationAddress Receiver.
/// @param amount In the smallest unit of the token (wei for ether).
/// @param metadataHash keccak256 of the metadata bytes.
struct BridgeLeaf {
    uint8 leafType;
    uint32 originNetwork;
    address originAddress;
    uint32 destinationNetwork;
    address destinationAddress;
    uint256 amount;
    bytes32 metadataHash;
}

/// @notice Where a wrapped token comes from.
struct TokenInformation {
    uint32 originNetwork;
    address originTokenAddress;
}
