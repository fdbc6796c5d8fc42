// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {SettlementFixture} from "../../test/SettlementFixture.sol";
import {VM} from "../../test/Vm.sol";
import {VerifierType} from "../../types/Rollup.sol";

/// @dev A rollup of somebody else's code: rolls back once more while it is being rolled back.
contract RestlessRollup {
    IRollupManager private immutable MANAGER;
    bool public tries;

    constructor(IRollupManager manager) {
        MANAGER = manager;
    }

    function setTries(bool tries_) external {
        tries = tries_;
    }

    function admin() external view returns (address) {
        return address(this);
    }

    function sequence(uint64 count) external {
        MANAGER.onSequenceBatches(count, bytes32(uint256(count)));
    }

    function rollBack(uint64 target) external {
        MANAGER.rollbackBatches(address(this), target);
    }

    function rollbackBatches(uint64 target, bytes32) external {
        if (tries && target != 0) MANAGER.rollbackBatches(address(this), 0);
    }
}

contract ManagerReentrancyTest is SettlementFixture {
    function testNoRollbackWithinARollback() external {
        RestlessRollup restless = new RestlessRollup(IRollupManager(address(manager)));
        VM.prank(OWNER);
        manager.addExistingRollup(
            address(restless), verifier, FORK_ID, 7, GENESIS, VerifierType.StateTransition, 0, 0
        );
        restless.sequence(2);
        restless.sequence(3);
        restless.setTries(true);
        VM.expectRevert(ReentrancyGuard.ReentrancyGuardReentrantCall.selector);
        restless.rollBack(2);
        assertEq(manager.rollupIDToRollupData(2).lastBatchSequenced, 5);
        restless.setTries(false);
        restless.rollBack(2);
        assertEq(manager.rollupIDToRollupData(2).lastBatchSequenced, 2);
    }
}
