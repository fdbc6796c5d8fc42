// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Whoever vouches that the batches of a validium can be had.
interface IDataAvailabilityProtocol {
    /// @notice Returns if `message` vouches for `signedHash`, and reverts otherwise.
    /// @param signedHash Accumulated input hash after the batches.
    function verifyMessage(bytes32 signedHash, bytes calldata message) external view;

    /// @notice Name by which nodes choose how to ask for the data. The spelling is the one they call.
    function getProcotolName() external pure returns (string memory);
}
