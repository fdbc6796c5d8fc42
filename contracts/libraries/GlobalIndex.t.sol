// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {GlobalIndex} from "./GlobalIndex.sol";

contract GlobalIndexTest is Assert {
    function decode(uint256 globalIndex) external pure returns (bool, uint32, uint32) {
        return GlobalIndex.decode(globalIndex);
    }

    function testMainnet(uint32 leafIndex) external pure {
        (bool fromMainnet, uint32 rollup, uint32 leaf) = GlobalIndex.decode(2 ** 64 + leafIndex);
        assertTrue(fromMainnet, "flag");
        assertEq(rollup, 0);
        assertEq(leaf, leafIndex);
    }

    function testRollup(uint32 rollupIndex, uint32 leafIndex) external pure {
        (bool fromMainnet, uint32 rollup, uint32 leaf) =
            GlobalIndex.decode(uint256(rollupIndex) * 2 ** 32 + leafIndex);
        assertTrue(!fromMainnet, "flag");
        assertEq(rollup, rollupIndex);
        assertEq(leaf, leafIndex);
    }

    function testMainnetWithRollupIndexIsInvalid(uint32 rollupIndex, uint32 leafIndex) external {
        VM.assume(rollupIndex != 0);
        VM.expectRevert(GlobalIndex.InvalidGlobalIndex.selector);
        this.decode(2 ** 64 + uint256(rollupIndex) * 2 ** 32 + leafIndex);
    }

    function testStrayBitsAreInvalid(uint256 globalIndex) external {
        VM.assume(globalIndex >> 65 != 0);
        VM.expectRevert(GlobalIndex.InvalidGlobalIndex.selector);
        this.decode(globalIndex);
    }
}
