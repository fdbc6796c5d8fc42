// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {ITransparentUpgradeableProxy} from
    "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";

/// @title Proxy whose admin is given, and only upgrades are the admin's.
/// @notice Everything else the admin sends is forwarded: the rollup manager is the admin of the rollups and
/// also calls them. OpenZeppelin's own creates an admin contract for each proxy and forwards nothing of it.
contract TransparentProxy is ERC1967Proxy {
    /// @notice Never raised, but looked for by its name: OpenZeppelin now has FailedCall in its place.
    error FailedInnerCall();

    address private immutable _ADMIN;

    constructor(address implementation, address admin, bytes memory data)
        payable
        ERC1967Proxy(implementation, data)
    {
        _ADMIN = admin;
        ERC1967Utils.changeAdmin(admin);
    }

    function _fallback() internal override {
        if (msg.sender == _ADMIN && msg.sig == ITransparentUpgradeableProxy.upgradeToAndCall.selector) {
            (address implementation, bytes memory data) = abi.decode(msg.data[4:], (address, bytes));
            ERC1967Utils.upgradeToAndCall(implementation, data);
        } else {
            super._fallback();
        }
    }
}
