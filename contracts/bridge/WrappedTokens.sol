// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBridge} from "../interfaces/IBridge.sol";
import {ITokenWrapped} from "../interfaces/ITokenWrapped.sol";
import {IWrappedTokenSource} from "../interfaces/IWrappedTokenSource.sol";
import {TokenWrapped} from "../token/TokenWrapped.sol";
import {WrappedTokenProxy} from "../token/WrappedTokenProxy.sol";
import {TokenInformation} from "../types/BridgeLeaf.sol";
import {BridgeStorage} from "./BridgeStorage.sol";

/// @title The tokens a bridge issues for those of other networks.
abstract contract WrappedTokens is BridgeStorage {
    address private immutable _TOKEN_IMPLEMENTATION;

    constructor() {
        _TOKEN_IMPLEMENTATION = address(new TokenWrapped());
    }

    /// @notice Offers the management of future wrapped tokens; the other side must accept. 0 takes an offer back.
    function transferProxiedTokensManagerRole(address newProxiedTokensManager) external {
        if (msg.sender != proxiedTokensManager) revert OnlyProxiedTokensManager();
        pendingProxiedTokensManager = newProxiedTokensManager;
        emit TransferProxiedTokensManagerRole(proxiedTokensManager, newProxiedTokensManager);
    }

    /// @notice Accepts the offered management.
    function acceptProxiedTokensManagerRole() external {
        if (msg.sender != pendingProxiedTokensManager) revert OnlyPendingProxiedTokensManager();
        address previous = proxiedTokensManager;
        proxiedTokensManager = msg.sender;
        delete pendingProxiedTokensManager;
        emit AcceptProxiedTokensManagerRole(previous, msg.sender);
    }

    /// @inheritdoc IBridge
    function getTokenWrappedAddress(uint32 originNetwork, address originTokenAddress)
        external
        view
        returns (address)
    {
        return tokenInfoToWrappedToken[_tokenKey(originNetwork, originTokenAddress)];
    }

    /// @inheritdoc IBridge
    function computeTokenProxyAddress(uint32 originNetwork, address originTokenAddress)
        external
        view
        returns (address)
    {
        bytes32 salt = _tokenKey(originNetwork, originTokenAddress);
        bytes32 codeHash = keccak256(type(WrappedTokenProxy).creationCode);
        return address(
            uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, codeHash))))
        );
    }

    /// @inheritdoc IWrappedTokenSource
    function getWrappedTokenBridgeImplementation() external view returns (address) {
        return _TOKEN_IMPLEMENTATION;
    }

    /// @inheritdoc IWrappedTokenSource
    function getProxiedTokensManager() external view returns (address) {
        return proxiedTokensManager;
    }

    /// @notice Creation code of the wrapped tokens' proxies.
    // solhint-disable-next-line func-name-mixedcase
    function INIT_BYTECODE_TRANSPARENT_PROXY() external pure returns (bytes memory) {
        return type(WrappedTokenProxy).creationCode;
    }

    /// @notice Contract that answers `INIT_BYTECODE_TRANSPARENT_PROXY`: the bridge holds that code itself.
    function wrappedTokenBytecodeStorer() external view returns (address) {
        return address(this);
    }

    /// @notice Contract that answers `getTokenMetadata`: what is a library elsewhere is part of the bridge.
    function bridgeLib() external view returns (address) {
        return address(this);
    }

    /// @dev Creates the wrapped token of a token at its first claim.
    function _wrappedTokenOf(uint32 originNetwork, address originTokenAddress, bytes calldata metadata)
        internal
        returns (ITokenWrapped wrapped)
    {
        bytes32 key = _tokenKey(originNetwork, originTokenAddress);
        wrapped = ITokenWrapped(tokenInfoToWrappedToken[key]);
        if (address(wrapped) != address(0)) return wrapped;

        wrapped = _deployWrapped(key, metadata);
        tokenInfoToWrappedToken[key] = address(wrapped);
        wrappedTokenToTokenInfo[address(wrapped)] = TokenInformation(originNetwork, originTokenAddress);
        emit NewWrappedToken(originNetwork, originTokenAddress, address(wrapped), metadata);
    }

    /// @param metadata abi.encode(name, symbol, decimals).
    function _deployWrapped(bytes32 salt, bytes memory metadata) internal returns (ITokenWrapped wrapped) {
        (string memory name, string memory symbol, uint8 decimals) =
            abi.decode(metadata, (string, string, uint8));
        bytes memory code = type(WrappedTokenProxy).creationCode;
        assembly ("memory-safe") {
            wrapped := create2(0, add(code, 0x20), mload(code), salt)
        }
        if (address(wrapped) == address(0)) revert FailedProxyDeployment();
        wrapped.initialize(name, symbol, decimals);
    }

    function _tokenKey(uint32 originNetwork, address originTokenAddress) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(originNetwork, originTokenAddress));
    }
}
