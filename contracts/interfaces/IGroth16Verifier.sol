// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Groth16 over BN254 with one fixed verifying key.
interface IGroth16Verifier {
    /// @notice Whether `proof` holds for `signals` under the key; false for coordinates out of the field and points
    /// off the curve. Reverts for signals outside the scalar field or in the wrong number, and for too little gas
    /// to decide, so that a false answer always is about the proof.
    /// @param proof A.x, A.y, B.x.c1, B.x.c0, B.y.c1, B.y.c0, C.x, C.y, the order of EIP-197.
    function verify(uint256[8] calldata proof, uint256[] calldata signals) external view returns (bool);

    /// @notice keccak256 of the key bytes.
    function keyHash() external view returns (bytes32);

    /// @notice Number of public signals.
    function signalCount() external view returns (uint256);

    /// @notice Whether the key comes from a development setup, whose secret everybody knows.
    function dev() external view returns (bool);
}
