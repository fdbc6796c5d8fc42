// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Comparisons whose failure shows both values.
abstract contract Checks {
    error Differs(string what, uint256 have, uint256 want);
    error DiffersBytes32(string what, bytes32 have, bytes32 want);
    error DiffersAddress(string what, address have, address want);

    function eq(uint256 have, uint256 want, string memory what) internal pure {
        if (have != want) revert Differs(what, have, want);
    }

    function eq(bytes32 have, bytes32 want, string memory what) internal pure {
        if (have != want) revert DiffersBytes32(what, have, want);
    }

    function eq(address have, address want, string memory what) internal pure {
        if (have != want) revert DiffersAddress(what, have, want);
    }
}
