// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";

/// @title Test stand-in: proves nothing. A "proof" is the hash of the signals, so it is bound to them as a real one is.
contract MockGroth16Verifier is IGroth16Verifier {
    bytes32 public keyHash;
    uint256 public signalCount;
    bool public dev;

    constructor(bytes32 keyHash_, uint256 signalCount_, bool dev_) {
        keyHash = keyHash_;
        signalCount = signalCount_;
        dev = dev_;
    }

    function verify(uint256[8] calldata proof, uint256[] calldata signals) external pure returns (bool) {
        return proof[0] == uint256(keccak256(abi.encode(signals)));
    }

    function prove(uint256 outputCommitment, uint256 evaluation, uint256 inputCommitment, uint256 ctx)
        external
        pure
        returns (uint256[8] memory proof)
    {
        uint256[] memory signals = new uint256[](4);
        (signals[0], signals[1], signals[2], signals[3]) = (outputCommitment, evaluation, inputCommitment, ctx);
        proof[0] = uint256(keccak256(abi.encode(signals)));
    }
}
