// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BridgeLeaf} from "../types/BridgeLeaf.sol";

/// @title Hash formulas of the exit trees.
library ExitHash {
    /// @notice Leaf of a local exit tree (113 bytes hashed).
    function bridgeLeaf(BridgeLeaf memory leaf) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                leaf.leafType,
                leaf.originNetwork,
                leaf.originAddress,
                leaf.destinationNetwork,
                leaf.destinationAddress,
                leaf.amount,
                leaf.metadataHash
            )
        );
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
