// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title A token of another network, as the bridge issues it here.
interface ITokenWrapped {
    /// @notice The caller is not the bridge that created the token.
    error OnlyBridge();
    /// @notice The permit's deadline (seconds) has passed.
    error ERC2612ExpiredSignature(uint256 deadline);
    /// @notice The permit is signed by `signer`, not by `owner`.
    error ERC2612InvalidSigner(address signer, address owner);

    /// @notice Sets the metadata; once, by the bridge.
    function initialize(string calldata name, string calldata symbol, uint8 decimals) external;

    /// @notice Issues `value` to `to`; bridge only.
    function mint(address to, uint256 value) external;

    /// @notice Destroys `value` of `account` without an allowance; bridge only.
    function burn(address account, uint256 value) external;

    /// @notice The bridge that may mint and burn.
    function bridgeAddress() external view returns (address);
}
