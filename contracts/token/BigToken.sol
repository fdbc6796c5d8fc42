// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title BIG on L1: fixed supply, 18 decimals, EIP-2612 permit. On L2 it is the native coin.
contract BigToken is ERC20, ERC20Permit {
    /// @param holder Receives the whole supply.
    /// @param supply In wei.
    constructor(address holder, uint256 supply) ERC20("BigFile", "BIG") ERC20Permit("BigFile") {
        _mint(holder, supply);
    }
}
