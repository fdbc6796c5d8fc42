// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {SettlementFixture} from "../../test/SettlementFixture.sol";
import {VM} from "../../test/Vm.sol";
import {VerifierType} from "../../types/Rollup.sol";
import {ManagerAccessControl} from "./ManagerAccessControl.sol";

/// @dev Each entry takes its own role and no other: the accounts of a deployment hold several, and would hide it.
contract ManagerRoleUseTest is SettlementFixture {
    string[10] private _names = [
        "ADD_ROLLUP_TYPE_ROLE",
        "OBSOLETE_ROLLUP_TYPE_ROLE",
        "CREATE_ROLLUP_ROLE",
        "ADD_EXISTING_ROLLUP_ROLE",
        "UPDATE_ROLLUP_ROLE",
        "TRUSTED_AGGREGATOR_ROLE",
        "TWEAK_PARAMETERS_ROLE",
        "SET_FEE_ROLE",
        "STOP_EMERGENCY_ROLE",
        "EMERGENCY_COUNCIL_ROLE"
    ];
    address private immutable WITH = address(0x717);
    address private immutable WITHOUT = address(0x0718);

    function testTypes() external {
        _takes(
            "ADD_ROLLUP_TYPE_ROLE",
            abi.encodeCall(
                manager.addNewRollupType, (USER, verifier, 12, VerifierType.StateTransition, 0, "", 0)
            )
        );
        _takes("OBSOLETE_ROLLUP_TYPE_ROLE", abi.encodeCall(manager.obsoleteRollupType, (1)));
    }

    function testRollups() external {
        _takes("CREATE_ROLLUP_ROLE", abi.encodeCall(manager.attachAggchainToAL, (1, 1, "")));
        _takes(
            "CREATE_ROLLUP_ROLE",
            abi.encodeCall(manager.createNewRollup, (1, 1, ADMIN, SEQUENCER, address(0), "", ""))
        );
        VerifierType kind = VerifierType.StateTransition;
        _takes(
            "ADD_EXISTING_ROLLUP_ROLE",
            abi.encodeCall(manager.addExistingRollup, (USER, verifier, 12, 7, 0, kind, 0, 0))
        );
        _takes("UPDATE_ROLLUP_ROLE", abi.encodeCall(manager.updateRollup, (address(rollup), 1, "")));
    }

    function testVerification() external {
        bytes32[24] memory proof;
        _takes(
            "TRUSTED_AGGREGATOR_ROLE",
            abi.encodeCall(
                manager.verifyBatchesTrustedAggregator, (ROLLUP, 0, 0, 1, 0, 0, USER, proof)
            )
        );
    }

    function testRollback() external {
        bytes4 refusal = IRollupManager.NotAllowedAddress.selector;
        _takes(
            "UPDATE_ROLLUP_ROLE", abi.encodeCall(manager.rollbackBatches, (address(rollup), 1)), refusal
        );
    }

    function testFeeAndEmergency() external {
        _takes("SET_FEE_ROLE", abi.encodeCall(manager.setBatchFee, (1 ether)));
        _takes("STOP_EMERGENCY_ROLE", abi.encodeCall(manager.deactivateEmergencyState, ()));
        bytes4 refusal = IRollupManager.HaltTimeoutNotExpired.selector;
        _takes(
            "EMERGENCY_COUNCIL_ROLE", abi.encodeCall(manager.activateEmergencyState, ()), refusal
        );
    }

    function _takes(string memory role, bytes memory call) private {
        _takes(role, call, ManagerAccessControl.AddressDoNotHaveRequiredRole.selector);
    }

    /// @dev With all roles but this one the call is refused for the role; with this one alone it gets further.
    function _takes(string memory role, bytes memory call, bytes4 refusal) private {
        bytes32 wanted = keccak256(bytes(role));
        for (uint256 i; i < _names.length; i++) {
            bytes32 id = keccak256(bytes(_names[i]));
            bool has = id == wanted;
            // Written, not granted: three accounts administer them.
            _setRole(id, WITH, has);
            _setRole(id, WITHOUT, !has);
        }
        (, bytes memory reason) = _callAs(WITHOUT, call);
        assertTrue(bytes4(reason) == refusal, role);
        (bool ok, bytes memory further) = _callAs(WITH, call);
        assertTrue(ok || bytes4(further) != refusal, role);
    }

    function _callAs(address caller, bytes memory call) private returns (bool ok, bytes memory data) {
        VM.prank(caller);
        (ok, data) = address(manager).call(call);
    }

    function _setRole(bytes32 role, address account, bool has) private {
        bytes32 members = keccak256(abi.encode(role, uint256(52)));
        VM.store(
            address(manager), keccak256(abi.encode(account, members)), bytes32(uint256(has ? 1 : 0))
        );
        assertTrue(manager.hasRole(role, account) == has, "slot");
    }
}
