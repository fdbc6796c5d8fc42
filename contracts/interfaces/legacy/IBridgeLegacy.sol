// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Errors that the ABI of a bridge also has, and this one never raises.
/// @notice They belong to sovereign bridges, to earlier releases and to an earlier OpenZeppelin, whose place the
/// current one's errors take.
interface IBridgeLegacy {
    error AddressEmptyCode(address target);
    error AddressInsufficientBalance(address account);
    error BridgeAddressNotAllowed();
    error FailedInnerCall();
    error InvalidProxyAdmin(address proxyAdmin);
    error InvalidZeroAddress();
    error NotValidAmount();
}
