// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGlobalExitRootBase} from "./IGlobalExitRootBase.sol";

/// @title Global exit root contract of L1, which keeps the history as the L1 info tree.
interface IGlobalExitRoot is IGlobalExitRootBase {
    /// @notice A leaf was added for a new global exit root.
    event UpdateL1InfoTree(bytes32 indexed mainnetExitRoot, bytes32 indexed rollupExitRoot);
    /// @notice The same, with what the leaf is made of.
    /// @param leafCount Leaves after the addition.
    /// @param blockhash Hash of the parent block.
    /// @param minTimestamp Block time in seconds.
    event UpdateL1InfoTreeV2(
        bytes32 currentL1InfoRoot, uint32 indexed leafCount, uint256 blockhash, uint64 minTimestamp
    );
    /// @notice The root of the empty tree was recorded.
    event InitL1InfoRootMap(uint32 leafCount, bytes32 currentL1InfoRoot);

    /// @notice Records the root of the empty tree; once.
    function initialize() external;

    /// @notice Global exit root over the last roots of L1 and of the rollups.
    function getLastGlobalExitRoot() external view returns (bytes32);

    /// @notice Root of the L1 info tree when it had `leafCount` leaves, 0 if it never had.
    function l1InfoRootMap(uint32 leafCount) external view returns (bytes32 l1InfoRoot);

    /// @notice Leaf of the L1 info tree.
    function getLeafValue(bytes32 newGlobalExitRoot, uint256 lastBlockHash, uint64 timestamp)
        external
        pure
        returns (bytes32);
}
