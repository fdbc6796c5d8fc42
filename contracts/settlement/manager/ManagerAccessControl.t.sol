// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SettlementFixture} from "../../test/SettlementFixture.sol";
import {VM} from "../../test/Vm.sol";
import {VerifierType} from "../../types/Rollup.sol";
import {ManagerAccessControl} from "./ManagerAccessControl.sol";

contract ManagerAccessControlTest is SettlementFixture {
    function testRolesAfterInitialize() external view {
        string[3] memory timelockRoles =
            ["ADD_ROLLUP_TYPE_ROLE", "ADD_EXISTING_ROLLUP_ROLE", "UPDATE_ROLLUP_ROLE"];
        for (uint256 i; i < 3; i++) assertTrue(_has(timelockRoles[i], OWNER), timelockRoles[i]);
        assertTrue(manager.hasRole(0, OWNER), "DEFAULT_ADMIN_ROLE");
        string[6] memory adminRoles = [
            "OBSOLETE_ROLLUP_TYPE_ROLE",
            "CREATE_ROLLUP_ROLE",
            "STOP_EMERGENCY_ROLE",
            "TWEAK_PARAMETERS_ROLE",
            "SET_FEE_ROLE",
            "TRUSTED_AGGREGATOR_ROLE_ADMIN"
        ];
        for (uint256 i; i < 6; i++) assertTrue(_has(adminRoles[i], ADMIN), adminRoles[i]);
        assertTrue(_has("TRUSTED_AGGREGATOR_ROLE", AGGREGATOR), "aggregator");
        assertTrue(_has("EMERGENCY_COUNCIL_ROLE", COUNCIL), "council");
        assertTrue(_has("EMERGENCY_COUNCIL_ADMIN", COUNCIL), "council's admin");
        assertEq(
            manager.getRoleAdmin(keccak256("TRUSTED_AGGREGATOR_ROLE")),
            keccak256("TRUSTED_AGGREGATOR_ROLE_ADMIN")
        );
        assertEq(
            manager.getRoleAdmin(keccak256("EMERGENCY_COUNCIL_ROLE")), keccak256("EMERGENCY_COUNCIL_ADMIN")
        );
        assertEq(manager.getRoleAdmin(keccak256("SET_FEE_ROLE")), manager.DEFAULT_ADMIN_ROLE());
    }

    function testGrantRevokeRenounce(address account, bytes32 role) external {
        VM.assume(account != OWNER && account != address(proxyAdmin));
        VM.assume(!manager.hasRole(role, account) && manager.getRoleAdmin(role) == 0);
        VM.startPrank(OWNER);
        VM.expectEmit(address(manager));
        emit ManagerAccessControl.RoleGranted(role, account, OWNER);
        manager.grantRole(role, account);
        assertTrue(manager.hasRole(role, account), "granted");
        VM.expectEmit(address(manager));
        emit ManagerAccessControl.RoleRevoked(role, account, OWNER);
        manager.revokeRole(role, account);
        assertTrue(!manager.hasRole(role, account), "revoked");
        manager.grantRole(role, account);
        VM.expectRevert(ManagerAccessControl.AccessControlOnlyCanRenounceRolesForSelf.selector);
        manager.renounceRole(role, account);
        VM.stopPrank();
        VM.prank(account);
        manager.renounceRole(role, account);
        assertTrue(!manager.hasRole(role, account), "renounced");
    }

    /// @dev Outsiders count the events: one for each change.
    function testNothingToldWhereNothingChanges(address account, bytes32 role) external {
        VM.assume(account != OWNER && account != address(proxyAdmin));
        VM.assume(!manager.hasRole(role, account) && manager.getRoleAdmin(role) == 0);
        VM.startPrank(OWNER);
        VM.recordLogs();
        manager.revokeRole(role, account);
        assertEq(VM.getRecordedLogs().length, 0);
        manager.grantRole(role, account);
        assertEq(VM.getRecordedLogs().length, 1);
        manager.grantRole(role, account);
        assertEq(VM.getRecordedLogs().length, 0);
        assertTrue(manager.hasRole(role, account), "still granted");
    }

    function testEveryEntryNeedsItsRole(address other) external {
        VM.assume(
            other != OWNER && other != ADMIN && other != AGGREGATOR && other != address(proxyAdmin)
        );
        bytes4 missing = ManagerAccessControl.AddressDoNotHaveRequiredRole.selector;
        bytes32[24] memory proof;
        VM.startPrank(other);
        VM.expectRevert(missing);
        manager.addNewRollupType(address(1), verifier, 12, VerifierType.StateTransition, 0, "", 0);
        VM.expectRevert(missing);
        manager.obsoleteRollupType(1);
        VM.expectRevert(missing);
        manager.attachAggchainToAL(1, 1, "");
        VM.expectRevert(missing);
        manager.createNewRollup(1, 1, ADMIN, SEQUENCER, address(0), "", "");
        VM.expectRevert(missing);
        manager.updateRollup(address(rollup), 2, "");
        VM.expectRevert(missing);
        manager.setBatchFee(1 ether);
        VM.expectRevert(missing);
        manager.deactivateEmergencyState();
        VM.expectRevert(missing);
        manager.verifyBatchesTrustedAggregator(ROLLUP, 0, 0, 1, 0, 0, other, proof);
        VM.expectRevert(missing);
        manager.grantRole(0, other);
        VM.expectRevert(missing);
        manager.revokeRole(0, other);
    }

    function _has(string memory role, address account) private view returns (bool) {
        return manager.hasRole(keccak256(bytes(role)), account);
    }
}
