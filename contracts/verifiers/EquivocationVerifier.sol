// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Judge of equivocation: one validator, one range of batches, two different results.
/// @notice Validators sign the 212 public bytes of a batch proof with ECDSA too, so that a contradiction of theirs can be
/// shown to any contract by two signatures. What executing a range gives follows from data on L1: honest software signs
/// one result for it, whoever the aggregator is. The accumulated input hashes are part of the range; they pin that data
/// and everything sequenced before it, so neither an L1 reorg nor another deployment makes an honest validator guilty.
contract EquivocationVerifier {
    uint256 private constant LENGTH = 212;
    bytes32 private constant EVIDENCE_TYPE = keccak256("BIGEQUIVOCATION/1");

    /// @notice Thrown when the statement at `index` has not 212 bytes.
    error BadStatementLength(uint256 index, uint256 length);
    /// @notice Thrown when the statements are about different ranges, which contradicts nothing.
    error DifferentRanges(bytes32 first, bytes32 second);
    /// @notice Thrown when both statements have the same result.
    error SameResult(bytes32 result);
    /// @notice Thrown when the signature at `index` is malformed, or malleable.
    error BadSignature(uint256 index);
    /// @notice Thrown when the signatures are by different accounts.
    error DifferentSigners(address first, address second);

    /// @notice The validator that contradicted itself. Whether it is one, and of which set, is for the caller to know.
    /// @param statements 212 public bytes each.
    /// @param signatures 65 bytes each, over keccak256 of the statement.
    /// @return validator Who signed both.
    /// @return evidenceId The same for every evidence about this validator and range: slash once.
    function judge(bytes[2] calldata statements, bytes[2] calldata signatures)
        external
        pure
        returns (address validator, bytes32 evidenceId)
    {
        bytes32 range = _rangeOf(statements, 0);
        bytes32 otherRange = _rangeOf(statements, 1);
        if (range != otherRange) revert DifferentRanges(range, otherRange);
        bytes32 result = _resultOf(statements, 0);
        if (result == _resultOf(statements, 1)) revert SameResult(result);

        validator = _signer(statements[0], signatures[0], 0);
        address other = _signer(statements[1], signatures[1], 1);
        if (validator != other) revert DifferentSigners(validator, other);
        evidenceId = keccak256(abi.encode(EVIDENCE_TYPE, validator, range));
    }

    /// Old state root, old accumulated hash, first batch, chain, fork; new accumulated hash; last batch.
    function _rangeOf(bytes[2] calldata statements, uint256 index) private pure returns (bytes32) {
        bytes calldata s = statements[index];
        if (s.length != LENGTH) revert BadStatementLength(index, s.length);
        return keccak256(bytes.concat(s[20:108], s[140:172], s[204:212]));
    }

    /// New state root and new local exit root.
    function _resultOf(bytes[2] calldata statements, uint256 index) private pure returns (bytes32) {
        bytes calldata s = statements[index];
        return keccak256(bytes.concat(s[108:140], s[172:204]));
    }

    function _signer(bytes calldata statement, bytes calldata signature, uint256 index)
        private
        pure
        returns (address signer)
    {
        ECDSA.RecoverError failure;
        (signer, failure,) = ECDSA.tryRecover(keccak256(statement), signature);
        if (failure != ECDSA.RecoverError.NoError) revert BadSignature(index);
    }
}
