// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Checks that tell both values.
abstract contract Assert {
    error NotEqualWords(bytes32 actual, bytes32 expected);
    error NotEqualNumbers(uint256 actual, uint256 expected);
    error NotEqualAddresses(address actual, address expected);
    error NotEqualBytes(bytes actual, bytes expected);
    error NotTrue(string what);

    function assertEq(bytes32 actual, bytes32 expected) internal pure {
        if (actual != expected) revert NotEqualWords(actual, expected);
    }

    function assertEq(uint256 actual, uint256 expected) internal pure {
        if (actual != expected) revert NotEqualNumbers(actual, expected);
    }

    function assertEq(address actual, address expected) internal pure {
        if (actual != expected) revert NotEqualAddresses(actual, expected);
    }

    function assertEq(bytes memory actual, bytes memory expected) internal pure {
        if (keccak256(actual) != keccak256(expected)) revert NotEqualBytes(actual, expected);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }
}
