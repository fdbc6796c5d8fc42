// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGlobalExitRootBase} from "../interfaces/IGlobalExitRootBase.sol";
import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {GlobalExitRootL2} from "./GlobalExitRootL2.sol";

contract GlobalExitRootL2Test is Assert {
    address private constant BRIDGE = address(0xb1);

    GlobalExitRootL2 private ger = new GlobalExitRootL2(BRIDGE);

    function testSequencerWritesSlotZero(bytes32 root, uint256 parentHash) external {
        VM.store(address(ger), keccak256(abi.encode(root, uint256(0))), bytes32(parentHash));
        assertEq(ger.globalExitRootMap(root), parentHash);
    }

    function testLocalExitRootIsInSlotOne(bytes32 root) external {
        VM.prank(BRIDGE);
        ger.updateExitRoot(root);
        assertEq(VM.load(address(ger), bytes32(uint256(1))), root);
        assertEq(ger.lastRollupExitRoot(), root);
    }

    function testOnlyBridge(address other, bytes32 root) external {
        VM.assume(other != BRIDGE);
        VM.prank(other);
        VM.expectRevert(IGlobalExitRootBase.OnlyAllowedContracts.selector);
        ger.updateExitRoot(root);
    }
}
