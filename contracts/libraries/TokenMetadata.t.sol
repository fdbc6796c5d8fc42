// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {BigToken} from "../token/BigToken.sol";
import {TokenMetadata} from "./TokenMetadata.sol";

/// @dev Answers every call with fixed bytes, or reverts.
contract FixedAnswer {
    bytes private answer;
    bool private fails;

    constructor(bytes memory answer_, bool fails_) {
        answer = answer_;
        fails = fails_;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        if (fails) revert("no metadata");
        return answer;
    }
}

contract TokenMetadataTest is Assert {
    function testOrdinaryToken() external {
        BigToken token = new BigToken(address(this), 1);
        assertEq(TokenMetadata.read(address(token)), abi.encode("BigFile", "BIG", uint8(18)));
    }

    function testTokenThatReverts() external {
        assertEq(_read("", true), abi.encode("NO_NAME", "NO_SYMBOL", uint8(18)));
    }

    function testTokenThatAnswersNothing() external {
        assertEq(_read("", false), _invalid(18));
    }

    function testAccountWithoutCode() external view {
        assertEq(TokenMetadata.read(address(0xdead)), _invalid(18));
    }

    function testBytes32AnswerEndsAtTheFirstZero(bytes32 text, uint8 end) external {
        uint256 length = 1 + end % 32;
        for (uint256 i; i < length; i++) VM.assume(text[i] != 0);
        if (length < 32) text &= ~bytes32(type(uint256).max >> (8 * length));
        bytes memory expected = new bytes(length);
        for (uint256 i; i < length; i++) expected[i] = text[i];
        assertEq(
            TokenMetadata.read(address(new FixedText(text))),
            abi.encode(string(expected), string(expected), uint8(6))
        );
    }

    function testZeroWordIsNoText() external {
        assertEq(_read(abi.encode(bytes32(0)), false), _invalid(0));
    }

    /// @dev The shortest text there is: 64 bytes.
    function testEmptyTextIsText() external {
        assertEq(_read(abi.encode(""), false), abi.encode("", "", uint8(18)));
    }

    function testOddLengthIsNoText(uint8 length) external {
        uint256 size = 1 + length % 63;
        if (size == 32) size = 33;
        assertEq(_read(new bytes(size), false), _invalid(18));
    }

    function _invalid(uint8 decimals) private pure returns (bytes memory) {
        return abi.encode("NOT_VALID_ENCODING", "NOT_VALID_ENCODING", decimals);
    }

    function _read(bytes memory answer, bool fails) private returns (bytes memory) {
        return TokenMetadata.read(address(new FixedAnswer(answer, fails)));
    }
}

/// @dev A bytes32 name beside ordinary decimals.
contract FixedText {
    bytes32 public name;
    bytes32 public symbol;
    uint8 public decimals = 6;

    constructor(bytes32 text) {
        name = text;
        symbol = text;
    }
}
