// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

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

    function _timelock(uint64 delay, IEmergencyState pausable) private returns (SettlementTimelock) {
        address[] memory admins = new address[](1);
        admins[0] = ADMIN;
        return new SettlementTimelock(delay, admins, admins, ADMIN, pausable);
    }
}
