// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title Stand-in for POL, in which sequencing is paid. Development chains only: anybody can mint.
contract PolTestToken is ERC20, ERC20Permit {
    constructor() ERC20("Pol Token (test)", "POL") ERC20Permit("Pol Token (test)") {}

    /// @notice Creates `amount` (wei) for `to`. Open to everybody.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
