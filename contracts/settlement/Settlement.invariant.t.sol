// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SettlementHandler} from "../test/SettlementHandler.sol";

/// @dev The runner knows the contracts of a test's own file only, unless everything was built before.
contract SettlementInvariantHandler is SettlementHandler {}

/// @title What holds after any sequence of calls by anyone at both bridges, the rollup and the manager.
contract SettlementInvariantTest {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    SettlementHandler private handler;

    function setUp() public {
        handler = new SettlementInvariantHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](22);
        // What carries a deposit to its claim has more weight, so that sequences get somewhere.
        selectors[0] = selectors[1] = selectors[2] = handler.depositOnL1.selector;
        selectors[3] = selectors[4] = handler.depositOnL2.selector;
        selectors[5] = handler.messageFromL1.selector;
        selectors[6] = handler.messageFromL2.selector;
        selectors[7] = handler.messageWethFromL1.selector;
        selectors[8] = selectors[9] = handler.claimOnL2.selector;
        selectors[10] = selectors[11] = handler.claimOnL1.selector;
        selectors[12] = handler.publishRoots.selector;
        selectors[13] = handler.sequence.selector;
        selectors[14] = handler.verify.selector;
        selectors[15] = handler.forceBatch.selector;
        selectors[16] = handler.sequenceForced.selector;
        selectors[17] = handler.rollBack.selector;
        selectors[18] = handler.pause.selector;
        selectors[19] = handler.resume.selector;
        selectors[20] = handler.pass.selector;
        selectors[21] = handler.meddle.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    /// @dev Without chance: the handler's calls do lead from a deposit to the claim of what comes back.
    function testTheHandlerGetsThere() public {
        for (uint256 asset; asset < 3; asset++) handler.depositOnL1(asset, 9 ether, false);
        handler.messageFromL1(0, 1 ether, true);
        for (uint256 i; i < 4; i++) handler.claimOnL2(i, false);
        require(handler.claims() == 4, "claims on L2");
        for (uint256 asset; asset < 3; asset++) handler.depositOnL2(asset, 50, false);
        handler.messageFromL2(0, 50, true);
        handler.forceBatch(1, false);
        handler.sequence(1 << 8, true, false);
        handler.verify(0, true, false);
        handler.verify(0, false, true);
        require(handler.verifications() == 0, "verified");
        handler.verify(0, false, false);
        require(handler.verifications() == 1, "not verified");
        for (uint256 i; i < 8; i++) handler.claimOnL1(i % 4);
        require(handler.claims() == 8, "claims on L1");
        invariant_everythingAddsUp();
        afterInvariant();
    }

    /// hardhat-config: invariant.runs = 16
    /// hardhat-config: invariant.depth = 80
    function invariant_everythingAddsUp() public view {
        string memory violation = handler.violation();
        require(bytes(violation).length == 0, violation);
        require(handler.bridgeCoversEverything(), "the bridge does not cover what is outside");
        require(handler.batchesAddUp(), "batches do not add up");
        require(handler.pausesAgree(), "one is paused, the other not");
    }

    /// At the end of a sequence only: they build whole trees.
    function afterInvariant() public view {
        require(handler.treesAgree(), "a tree differs from its reference");
        require(handler.historyStays(), "an info root changed");
    }
}
