// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IWrappedTokenSource} from "../interfaces/IWrappedTokenSource.sol";
import {TransparentProxy} from "../proxy/TransparentProxy.sol";

/// @title Proxy of a wrapped token.
/// @notice Its creation code has no arguments, so its address depends on the bridge and the token alone.
contract WrappedTokenProxy is TransparentProxy {
    constructor()
        TransparentProxy(
            IWrappedTokenSource(msg.sender).getWrappedTokenBridgeImplementation(),
            IWrappedTokenSource(msg.sender).getProxiedTokensManager(),
            ""
        )
    {}
}
