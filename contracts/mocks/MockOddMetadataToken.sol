// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Test token that answers for its name, symbol and decimals with any bytes, or reverts.
contract MockOddMetadataToken is ERC20("", "") {
    /// @param reverts Instead of an answer.
    /// @param data The answer, as it is.
    struct Answer {
        bool reverts;
        bytes data;
    }

    Answer private _name;
    Answer private _symbol;
    Answer private _decimals;

    constructor(address holder, uint256 supply, Answer memory name_, Answer memory symbol_, Answer memory decimals_) {
        (_name, _symbol, _decimals) = (name_, symbol_, decimals_);
        _mint(holder, supply);
    }

    function name() public view override returns (string memory) {
        _answer(_name);
    }

    function symbol() public view override returns (string memory) {
        _answer(_symbol);
    }

    function decimals() public view override returns (uint8) {
        _answer(_decimals);
    }

    function _answer(Answer storage answer) private view {
        bytes memory data = answer.data;
        bool reverts = answer.reverts;
        assembly ("memory-safe") {
            if reverts { revert(0, 0) }
            return(add(data, 0x20), mload(data))
        }
    }
}
