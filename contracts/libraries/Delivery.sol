// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What a provider posts: the user's ciphertext as canonical field elements, and how a proof is bound to it.
/// @dev A proof's circuit commits to its own words and evaluates them at `ctx`, which is hashed from that commitment
/// and from the posted words. Words that differ from the committed ones agree with them at no more than as many
/// points as there are words, of 2^248: whoever is paid has posted the ciphertext that was proved.
library Delivery {
    uint256 private constant FIELD_ORDER =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;

    /// @notice Thrown when the delivery is not a whole number of words, at least one.
    error BadDeliveryLength(uint256 length);
    /// @notice Thrown when the word at `index` is not below the field's order.
    error DeliveryOutOfField(uint256 index);

    /// @notice keccak256 of the commitment followed by the posted bytes; goes into `ctx`.
    function digest(uint256 outputCommitment, bytes calldata delivery) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(outputCommitment, delivery));
    }

    /// @notice The polynomial whose coefficients are the number of words and then the words, highest power first.
    /// @param at Point of the evaluation, below the field's order.
    function evaluate(bytes calldata delivery, uint256 at) internal pure returns (uint256 value) {
        uint256 length = delivery.length;
        if (length == 0 || length % 32 != 0) revert BadDeliveryLength(length);
        value = length / 32;
        for (uint256 offset = 0; offset < length; offset += 32) {
            uint256 word = uint256(bytes32(delivery[offset:offset + 32]));
            if (word >= FIELD_ORDER) revert DeliveryOutOfField(offset / 32);
            value = addmod(mulmod(value, at, FIELD_ORDER), word, FIELD_ORDER);
        }
    }
}
