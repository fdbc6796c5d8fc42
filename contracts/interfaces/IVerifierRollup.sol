// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Verifier of batch proofs, as the rollup manager calls it.
interface IVerifierRollup {
    /// @notice Whether `proof` holds for `pubSignals`, the reduced hash of the 212 public bytes.
    function verifyProof(bytes32[24] calldata proof, uint256[1] calldata pubSignals) external view returns (bool);
}
