// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What every network's global exit root contract offers its bridge.
interface IGlobalExitRootBase {
    /// @notice The caller may not set exit roots.
    error OnlyAllowedContracts();

    /// @notice Takes the new root of the caller's exit tree.
    function updateExitRoot(bytes32 newRoot) external;

    /// @notice Block hash stored for a known global exit root, 0 for an unknown one.
    function globalExitRootMap(bytes32 globalExitRoot) external view returns (uint256);
}
