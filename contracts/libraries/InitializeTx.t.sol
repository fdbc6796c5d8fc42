// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {InitializeTx} from "./InitializeTx.sol";

contract InitializeTxTest is Assert {
    function encode(address bridge, bytes memory call, bool emptyMetadata) external pure returns (bytes memory) {
        return InitializeTx.encode(bridge, call, emptyMetadata);
    }

    function testShortCall(address bridge, bytes32 seed) external pure {
        bytes memory call = _bytes(seed, 228);
        bytes memory expected = bytes.concat(
            hex"f90103808084", hex"01c9c380", hex"94", bytes20(bridge), hex"80b8e4", call, _tail()
        );
        assertEq(InitializeTx.encode(bridge, call, true), expected);
    }

    /// @dev No content is known that recovers to nobody, so recovery is made to fail.
    function testSignatureOfNobody(address bridge) external {
        VM.mockCall(address(1), "", abi.encode(address(0)));
        VM.expectRevert(InitializeTx.InvalidInitializeTransaction.selector);
        this.encode(bridge, _bytes(0, 228), true);
    }

    function testLongCall(address bridge, bytes32 seed, uint16 extra) external pure {
        uint16 length = 256 + extra % 1000;
        bytes memory call = _bytes(seed, length);
        bytes memory list = bytes.concat(
            hex"808084", hex"01c9c380", hex"94", bytes20(bridge), hex"80b9", bytes2(length), call
        );
        bytes memory expected = bytes.concat(hex"f9", bytes2(uint16(list.length)), list, _tail());
        assertEq(InitializeTx.encode(bridge, call, false), expected);
    }

    function testCallAboveTwoByteLength() external {
        VM.expectRevert(InitializeTx.HugeTokenMetadataNotSupported.selector);
        this.encode(address(1), new bytes(65_536), false);
    }

    function _tail() private pure returns (bytes memory) {
        return bytes.concat(bytes32(uint256(0x5ca1ab1e0)), bytes32(uint256(0x5ca1ab1e)), hex"1bff");
    }

    function _bytes(bytes32 seed, uint256 length) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i; i < length; i++) data[i] = seed[i % 32];
    }
}
