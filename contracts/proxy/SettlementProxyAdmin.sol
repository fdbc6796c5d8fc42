// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ProxyAdmin} from "@openzeppelin/contracts/proxy/transparent/ProxyAdmin.sol";

/// @title Admin of the bridge's, the exit roots' and the manager's proxies; the timelock owns it.
/// @notice OpenZeppelin's, named here so that it is compiled with the rest.
contract SettlementProxyAdmin is ProxyAdmin {
    constructor(address initialOwner) ProxyAdmin(initialOwner) {}
}
