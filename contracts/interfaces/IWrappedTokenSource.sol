// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What a wrapped token's proxy asks its creator, so that its creation code has no arguments.
interface IWrappedTokenSource {
    /// @notice Code behind the wrapped tokens' proxies.
    function getWrappedTokenBridgeImplementation() external view returns (address);

    /// @notice Account that may upgrade the wrapped tokens created from now on.
    function getProxiedTokensManager() external view returns (address);
}
