// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {VM} from "../test/Vm.sol";
import {SettlementTimelock} from "./SettlementTimelock.sol";

contract SettlementTimelockTest is SettlementFixture {
    function testDelayUnlessPaused(uint64 delay) external {
        SettlementTimelock timelock = _timelock(delay, IEmergencyState(address(manager)));
        assertEq(timelock.getMinDelay(), delay);
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        assertEq(timelock.getMinDelay(), 0);
    }

    function testWithoutManager(uint64 delay) external {
        assertEq(_timelock(delay, IEmergencyState(address(0))).getMinDelay(), delay);
    }

    function testAdminRole(address other) external {
        SettlementTimelock timelock = _timelock(1, IEmergencyState(address(0)));
        bytes32 role = timelock.TIMELOCK_ADMIN_ROLE();
        assertEq(role, keccak256("TIMELOCK_ADMIN_ROLE"));
        bytes32[4] memory roles =
            [role, timelock.PROPOSER_ROLE(), timelock.EXECUTOR_ROLE(), timelock.CANCELLER_ROLE()];
        for (uint256 i; i < 4; i++) assertEq(timelock.getRoleAdmin(roles[i]), role);
        assertTrue(timelock.hasRole(role, ADMIN) && timelock.hasRole(role, address(timelock)), "admins");
        assertTrue(!timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), ADMIN), "default admin");
        VM.prank(ADMIN);
        timelock.grantRole(roles[1], other);
        assertTrue(timelock.hasRole(roles[1], other), "granted");
    }

    function testNobodyBesideItself() external {
        SettlementTimelock timelock =
            new SettlementTimelock(1, new address[](0), new address[](0), address(0), IEmergencyState(address(0)));
        assertTrue(!timelock.hasRole(timelock.TIMELOCK_ADMIN_ROLE(), address(0)), "nobody");
    }

    /// @dev In an emergency an operation is ready in the block that schedules it.
    function testOperationWithoutDelayInAnEmergency(uint64 delay) external {
        VM.assume(delay != 0);
        SettlementTimelock timelock = _timelock(delay, IEmergencyState(address(manager)));
        bytes memory call = abi.encodeCall(timelock.updateDelay, (7));
        VM.startPrank(ADMIN);
        VM.expectPartialRevert(TimelockController.TimelockInsufficientDelay.selector);
        timelock.schedule(address(timelock), 0, call, 0, 0, 0);
        VM.stopPrank();
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        VM.startPrank(ADMIN);
        timelock.schedule(address(timelock), 0, call, 0, 0, 0);
        timelock.execute(address(timelock), 0, call, 0, 0);
        VM.stopPrank();
        VM.prank(ADMIN);
        manager.deactivateEmergencyState();
        assertEq(timelock.getMinDelay(), 7);
    }

    function _timelock(uint64 delay, IEmergencyState pausable) private returns (SettlementTimelock) {
        address[] memory admins = new address[](1);
        admins[0] = ADMIN;
        return new SettlementTimelock(delay, admins, admins, ADMIN, pausable);
    }
}
