// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";

/// @title MOCK. Accepts every proof of any key, so it proves nothing; for speed, and only by name.
/// @dev Always a development key, so that no contract takes it on a live chain.
contract AlwaysTrueGroth16Verifier is IGroth16Verifier {
    bytes32 public immutable keyHash;
    uint256 public immutable signalCount;
    bool public constant dev = true;

    constructor(bytes memory key, bool) {
        keyHash = keccak256(key);
        // Seven points before the IC points, of which there is one more than signals.
        signalCount = key.length / 64 - 8;
    }

    /// @inheritdoc IGroth16Verifier
    function verify(uint256[8] calldata, uint256[] calldata) external pure returns (bool) {
        return true;
    }
}
