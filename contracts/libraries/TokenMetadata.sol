// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

/// @title Metadata of a token that may not follow ERC-20.
library TokenMetadata {
    /// @notice abi.encode(name, symbol, decimals), with stand-ins for what the token does not answer.
    function read(address token) internal view returns (bytes memory) {
        return abi.encode(
            _text(token, IERC20Metadata.name.selector, "NO_NAME"),
            _text(token, IERC20Metadata.symbol.selector, "NO_SYMBOL"),
            _decimals(token)
        );
    }

    function _text(address token, bytes4 selector, string memory fallbackText) private view returns (string memory) {
        (bool ok, bytes memory data) = token.staticcall(abi.encodePacked(selector));
        if (!ok) return fallbackText;
        if (data.length >= 64) return abi.decode(data, (string));
        if (data.length != 32 || data[0] == 0) return "NOT_VALID_ENCODING";

        uint256 length = 1;
        while (length < 32 && data[length] != 0) length++;
        assembly ("memory-safe") {
            mstore(data, length)
        }
        return string(data);
    }

    function _decimals(address token) private view returns (uint8) {
        (bool ok, bytes memory data) = token.staticcall(abi.encodePacked(IERC20Metadata.decimals.selector));
        return ok && data.length == 32 ? abi.decode(data, (uint8)) : 18;
    }
}
