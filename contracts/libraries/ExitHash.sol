// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BridgeLeaf} from "../types/BridgeLeaf.sol";

/// @title Hash formulas of the exit trees.
library ExitHash {
    /// @notice Leaf of a local exit tree (113 bytes hashed).
    function bridgeLeaf(BridgeLeaf memory leaf) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            // From left to right beyond the free memory: what a store leaves behind its field, the next overwrites.
            let at := mload(0x40)
            mstore8(at, mload(leaf))
            mstore(add(at, 1), shl(224, mload(add(leaf, 0x20))))
            mstore(add(at, 5), shl(96, mload(add(leaf, 0x40))))
            mstore(add(at, 25), shl(224, mload(add(leaf, 0x60))))
            mstore(add(at, 29), shl(96, mload(add(leaf, 0x80))))
            mstore(add(at, 49), mload(add(leaf, 0xa0)))
            mstore(add(at, 81), mload(add(leaf, 0xc0)))
            hash := keccak256(at, 113)
        }
    }

    /// @notice Global exit root over the L1 exit tree and the tree of the rollups' exit trees.
    function globalExitRoot(bytes32 mainnetExitRoot, bytes32 rollupExitRoot) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(mainnetExitRoot, rollupExitRoot));
    }

    /// @notice Leaf of the L1 info tree (72 bytes hashed).
    /// @param parentHash Hash of the block before the one that adds the leaf.
    function l1InfoLeaf(bytes32 newGlobalExitRoot, uint256 parentHash, uint64 timestamp)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encodePacked(newGlobalExitRoot, parentHash, timestamp));
    }
}
