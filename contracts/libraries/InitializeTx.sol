// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The transaction of the injected first batch: it initialises the L2 bridge.
/// @notice A legacy transaction without chain id, whose signature nobody made: r and s are constants and the
/// sender is whatever they recover to, so no key can send a second one.
library InitializeTx {
    /// @dev nonce 0, gas price 0, gas 30,000,000, and the prefix of a 20-byte receiver.
    bytes internal constant BEFORE_BRIDGE = hex"80808401c9c38094";
    /// @dev value 0, then the prefix of data with a two-byte length.
    bytes internal constant AFTER_BRIDGE = hex"80b9";
    /// @dev value 0, then the prefix of data with a one-byte length.
    bytes internal constant AFTER_BRIDGE_EMPTY_METADATA = hex"80b8";
    uint8 internal constant LIST_LEN_LEN = 0xf9;
    uint16 internal constant CONSTANT_BYTES = 32;
    uint16 internal constant CONSTANT_BYTES_EMPTY_METADATA = 31;
    uint8 internal constant DATA_LEN_EMPTY_METADATA = 228;
    bytes32 internal constant SIGNATURE_R = bytes32(uint256(0x5ca1ab1e0));
    bytes32 internal constant SIGNATURE_S = bytes32(uint256(0x5ca1ab1e));
    uint8 internal constant SIGNATURE_V = 27;
    bytes1 internal constant EFFECTIVE_PERCENTAGE = 0xff;

    /// @notice The constant signature recovers to nobody for this content.
    error InvalidInitializeTransaction();
    /// @notice The call does not fit a two-byte length.
    error HugeTokenMetadataNotSupported();

    /// @notice The transaction in the form a batch holds it: RLP list, r, s, v, effective percentage.
    /// @param emptyMetadata Whether the call carries no token metadata; its length then fits one byte.
    function encode(address bridge, bytes memory call, bool emptyMetadata) internal pure returns (bytes memory) {
        if (call.length > type(uint16).max) revert HugeTokenMetadataNotSupported();
        bytes memory list = emptyMetadata
            ? abi.encodePacked(
                LIST_LEN_LEN,
                uint16(call.length) + CONSTANT_BYTES_EMPTY_METADATA,
                BEFORE_BRIDGE,
                bridge,
                AFTER_BRIDGE_EMPTY_METADATA,
                uint8(call.length),
                call
            )
            : abi.encodePacked(
                LIST_LEN_LEN,
                uint16(call.length) + CONSTANT_BYTES,
                BEFORE_BRIDGE,
                bridge,
                AFTER_BRIDGE,
                uint16(call.length),
                call
            );
        if (ecrecover(keccak256(list), SIGNATURE_V, SIGNATURE_R, SIGNATURE_S) == address(0)) {
            revert InvalidInitializeTransaction();
        }
        return abi.encodePacked(list, SIGNATURE_R, SIGNATURE_S, SIGNATURE_V, EFFECTIVE_PERCENTAGE);
    }
}
