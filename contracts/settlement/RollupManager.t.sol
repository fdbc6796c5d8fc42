// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {VM} from "../test/Vm.sol";
import {RollupDataReturn, RollupDataReturnV2, VerifierType} from "../types/Rollup.sol";
import {ManagerAccessControl} from "./manager/ManagerAccessControl.sol";
import {RollupEtrog} from "./RollupEtrog.sol";
import {RollupManager} from "./RollupManager.sol";

/// @dev Types, rollups, fees, roles and the pause; sequencing and verification have files of their own.
contract RollupManagerTest is SettlementFixture {
    function testConstructorRefusesZero() external {
        IGlobalExitRoot g = IGlobalExitRoot(address(1));
        IBridge b = IBridge(address(1));
        IERC20 p = IERC20(address(1));
        VM.expectRevert(IRollupManager.InvalidConstructorInputs.selector);
        new RollupManager(IGlobalExitRoot(address(0)), p, b, address(1));
        VM.expectRevert(IRollupManager.InvalidConstructorInputs.selector);
        new RollupManager(g, IERC20(address(0)), b, address(1));
        VM.expectRevert(IRollupManager.InvalidConstructorInputs.selector);
        new RollupManager(g, p, IBridge(address(0)), address(1));
        VM.expectRevert(IRollupManager.InvalidConstructorInputs.selector);
        new RollupManager(g, p, b, address(0));
    }

    function testInitializeOnce() external {
        VM.expectRevert("Initializable: contract is already initialized");
        manager.initialize(USER, USER, USER, USER);
    }

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

    function testNewType(address code, address newVerifier, uint64 forkID, bytes32 genesis) external {
        VM.assume(code != address(manager));
        VM.expectEmit(address(manager));
        emit IRollupManager.AddNewRollupType(
            2, code, newVerifier, forkID, VerifierType.StateTransition, genesis, "d", 0
        );
        VM.prank(OWNER);
        manager.addNewRollupType(code, newVerifier, forkID, VerifierType.StateTransition, genesis, "d", 0);
        (address c, address v, uint64 f, VerifierType t, bool o, bytes32 g, bytes32 k) =
            manager.rollupTypeMap(2);
        assertEq(c, code);
        assertEq(v, newVerifier);
        assertEq(f, forkID);
        assertEq(uint8(t), 0);
        assertTrue(!o, "open");
        assertEq(g, genesis);
        assertEq(k, bytes32(0));
        assertEq(manager.rollupTypeCount(), 2);
    }

    function testTypesRefused(bytes32 vkey) external {
        VM.assume(vkey != bytes32(0));
        VM.startPrank(OWNER);
        VM.expectRevert(IRollupManager.InvalidImplementationAddress.selector);
        manager.addNewRollupType(address(manager), verifier, 12, VerifierType.StateTransition, 0, "", 0);
        VM.expectRevert(IRollupManager.InvalidRollupType.selector);
        manager.addNewRollupType(address(1), verifier, 12, VerifierType.StateTransition, 0, "", vkey);
        VM.expectRevert(IRollupManager.InvalidRollupType.selector);
        manager.addNewRollupType(address(1), verifier, 12, VerifierType.Pessimistic, 0, "", 0);
        VM.expectRevert(IRollupManager.InvalidRollupType.selector);
        manager.addNewRollupType(address(1), address(0), 0, VerifierType.ALGateway, 0, "", 0);
    }

    function testObsoleteType() external {
        VM.startPrank(ADMIN);
        VM.expectRevert(IRollupManager.RollupTypeDoesNotExist.selector);
        manager.obsoleteRollupType(0);
        VM.expectRevert(IRollupManager.RollupTypeDoesNotExist.selector);
        manager.obsoleteRollupType(2);
        VM.expectEmit(address(manager));
        emit IRollupManager.ObsoleteRollupType(1);
        manager.obsoleteRollupType(1);
        VM.expectRevert(IRollupManager.RollupTypeObsolete.selector);
        manager.obsoleteRollupType(1);
        VM.expectRevert(IRollupManager.RollupTypeObsolete.selector);
        manager.attachAggchainToAL(1, 7, _rollupSetup(address(0)));
    }

    function testFirstRollup() external view {
        RollupDataReturn memory data = manager.rollupIDToRollupData(ROLLUP);
        // The manager's proxy had created nothing before.
        assertEq(data.rollupContract, VM.computeCreateAddress(address(manager), 1));
        assertEq(data.chainID, L2_CHAIN_ID);
        assertEq(data.verifier, verifier);
        assertEq(data.forkID, FORK_ID);
        assertEq(data.lastBatchSequenced, 1);
        assertEq(data.lastVerifiedBatch, 0);
        assertEq(data.rollupTypeID, 1);
        assertEq(manager.getRollupBatchNumToStateRoot(ROLLUP, 0), GENESIS);
        assertEq(manager.rollupAddressToID(address(rollup)), ROLLUP);
        assertEq(manager.chainIDToRollupID(L2_CHAIN_ID), ROLLUP);
        assertEq(manager.rollupCount(), 1);
        assertEq(manager.totalSequencedBatches(), 1);
    }

    function testRollupDataIsTwelveWords() external view {
        (, bytes memory data) = address(manager).staticcall(
            abi.encodeCall(IRollupManager.rollupIDToRollupData, (ROLLUP))
        );
        assertEq(data.length, 12 * 32);
        RollupDataReturnV2 memory second = manager.rollupIDToRollupDataV2(ROLLUP);
        assertEq(second.rollupContract, address(rollup));
        assertEq(second.chainID, L2_CHAIN_ID);
        assertEq(second.lastBatchSequenced, 1);
        assertEq(second.programVKey, bytes32(0));
    }

    function testSecondRollupBothWays(uint32 chainID, bool asOneArgument) external {
        VM.assume(chainID != L2_CHAIN_ID && chainID != 0);
        address expected = VM.computeCreateAddress(address(manager), 2);
        VM.expectEmit(address(manager));
        emit IRollupManager.CreateNewRollup(2, 1, expected, chainID, address(pol));
        VM.prank(ADMIN);
        if (asOneArgument) manager.attachAggchainToAL(1, chainID, _rollupSetup(address(pol)));
        else manager.createNewRollup(1, chainID, ADMIN, SEQUENCER, address(pol), "http://sequencer", "test chain");
        assertEq(_rollupAddress(2), expected);
        assertEq(bytes(RollupEtrog(expected).networkName()), "test chain");
        assertEq(RollupEtrog(expected).gasTokenAddress(), address(pol));
    }

    function testRollupsRefused(uint64 chainID) external {
        VM.startPrank(ADMIN);
        VM.expectRevert(IRollupManager.RollupTypeDoesNotExist.selector);
        manager.attachAggchainToAL(0, 7, _rollupSetup(address(0)));
        VM.expectRevert(IRollupManager.RollupTypeDoesNotExist.selector);
        manager.attachAggchainToAL(2, 7, _rollupSetup(address(0)));
        VM.expectRevert(IRollupManager.ChainIDAlreadyExist.selector);
        manager.attachAggchainToAL(1, L2_CHAIN_ID, _rollupSetup(address(0)));
        VM.assume(chainID > type(uint32).max);
        VM.expectRevert(IRollupManager.ChainIDOutOfRange.selector);
        manager.attachAggchainToAL(1, chainID, _rollupSetup(address(0)));
    }

    function testUpdateRollup() external {
        _addType();
        VM.expectEmit(address(manager));
        emit IRollupManager.UpdateRollup(ROLLUP, 2, 0);
        VM.prank(OWNER);
        manager.updateRollup(address(rollup), 2, "");
        RollupDataReturn memory data = manager.rollupIDToRollupData(ROLLUP);
        assertEq(data.rollupTypeID, 2);
        assertEq(data.forkID, 13);
        assertEq(data.verifier, address(0x77));
    }

    function testUpdatesRefused() external {
        _addType();
        VM.startPrank(OWNER);
        VM.expectRevert(IRollupManager.RollupTypeDoesNotExist.selector);
        manager.updateRollup(address(rollup), 3, "");
        VM.expectRevert(IRollupManager.RollupMustExist.selector);
        manager.updateRollup(USER, 2, "");
        VM.expectRevert(IRollupManager.UpdateToSameRollupTypeID.selector);
        manager.updateRollup(address(rollup), 1, "");
        VM.stopPrank();
        VM.prank(ADMIN);
        manager.obsoleteRollupType(2);
        VM.prank(OWNER);
        VM.expectRevert(IRollupManager.RollupTypeObsolete.selector);
        manager.updateRollup(address(rollup), 2, "");
    }

    function testUpdateByRollupAdmin() external {
        _addType();
        VM.prank(USER);
        VM.expectRevert(IRollupManager.OnlyRollupAdmin.selector);
        manager.updateRollupByRollupAdmin(address(rollup), 2);
        VM.startPrank(ADMIN);
        VM.expectRevert(IRollupManager.AllSequencedMustBeVerified.selector);
        manager.updateRollupByRollupAdmin(address(rollup), 2);
        VM.stopPrank();
        _verify(0, 1, 0, bytes32(uint256(1)));
        VM.startPrank(ADMIN);
        VM.expectRevert(IRollupManager.UpdateToOldRollupTypeID.selector);
        manager.updateRollupByRollupAdmin(address(rollup), 1);
        manager.updateRollupByRollupAdmin(address(rollup), 2);
        assertEq(manager.rollupIDToRollupData(ROLLUP).lastVerifiedBatchBeforeUpgrade, 1);
    }

    function testBatchFee(uint256 fee) external {
        assertEq(manager.getBatchFee(), 0.1 ether);
        fee = 1 gwei + fee % (1000 ether - 1 gwei + 1);
        VM.expectEmit(address(manager));
        emit IRollupManager.SetBatchFee(fee);
        VM.prank(ADMIN);
        manager.setBatchFee(fee);
        assertEq(manager.getBatchFee(), fee);
        assertEq(manager.getForcedBatchFee(), 100 * fee);
    }

    function testBatchFeeOutOfRange(uint256 fee) external {
        VM.assume(fee < 1 gwei || fee > 1000 ether);
        VM.prank(ADMIN);
        VM.expectRevert(IRollupManager.BatchFeeOutOfRange.selector);
        manager.setBatchFee(fee);
    }

    function testCouncilPausesBothAndAdminResumes() external {
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        assertTrue(manager.isEmergencyState() && bridge.isEmergencyState(), "paused");
        VM.prank(COUNCIL);
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        manager.activateEmergencyState();
        VM.prank(ADMIN);
        manager.deactivateEmergencyState();
        assertTrue(!manager.isEmergencyState() && !bridge.isEmergencyState(), "resumed");
        assertEq(manager.lastDeactivatedEmergencyStateTimestamp(), block.timestamp);
        VM.prank(ADMIN);
        VM.expectRevert(IEmergencyState.OnlyEmergencyState.selector);
        manager.deactivateEmergencyState();
    }

    function testAnybodyPausesAWeekAfterTheLastVerification(address anybody, uint32 late) external {
        VM.assume(anybody != COUNCIL && anybody != address(proxyAdmin));
        VM.warp(block.timestamp + 52 weeks);
        VM.startPrank(anybody);
        // Nothing was ever verified: only the council may.
        VM.expectRevert(IRollupManager.HaltTimeoutNotExpired.selector);
        manager.activateEmergencyState();
        VM.stopPrank();
        _verify(0, 1, 0, bytes32(uint256(1)));
        uint256 time = block.timestamp;
        VM.startPrank(anybody);
        VM.warp(time + late % 1 weeks);
        VM.expectRevert(IRollupManager.HaltTimeoutNotExpired.selector);
        manager.activateEmergencyState();
        VM.warp(time + 1 weeks);
        manager.activateEmergencyState();
        VM.stopPrank();
        VM.prank(ADMIN);
        manager.deactivateEmergencyState();
        VM.prank(anybody);
        VM.expectRevert(IRollupManager.HaltTimeoutNotExpired.selector);
        manager.activateEmergencyState();
    }

    function testReferencesAndVersion() external view {
        assertEq(address(manager.globalExitRootManager()), address(ger));
        assertEq(address(manager.bridgeAddress()), address(bridge));
        assertEq(address(manager.pol()), address(pol));
        assertEq(manager.aggLayerGateway(), address(1));
        assertEq(bytes(manager.version()), "v1.0.0");
        assertEq(bytes(manager.ROLLUP_MANAGER_VERSION()), "v1.0.0");
    }

    /// @dev Tools read these by slot.
    function testSlots() external {
        bytes32 role = keccak256(abi.encode(bytes32(0), uint256(52)));
        assertEq(uint256(VM.load(address(manager), keccak256(abi.encode(OWNER, role)))), 1);
        _verify(0, 1, 0, bytes32(uint256(1)));
        assertEq(_slot(126), 1);
        bytes32 type1 = keccak256(abi.encode(uint256(1), uint256(127)));
        (address code,,,,,,) = manager.rollupTypeMap(1);
        assertEq(uint256(VM.load(address(manager), type1)), uint160(code));
        assertEq(_slot(128), 1);
        uint256 first = uint256(VM.load(address(manager), keccak256(abi.encode(uint256(1), uint256(129)))));
        assertEq(first, (uint256(L2_CHAIN_ID) << 160) | uint160(address(rollup)));
        assertEq(uint256(VM.load(address(manager), keccak256(abi.encode(address(rollup), uint256(130))))), 1);
        assertEq(uint256(VM.load(address(manager), keccak256(abi.encode(L2_CHAIN_ID, uint256(131))))), 1);
        assertEq(_slot(132), (block.timestamp << 128) | (uint256(1) << 64) | 1);
        assertEq(_slot(134), 0.1 ether);
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        assertEq(_slot(111), 1);
        VM.prank(ADMIN);
        manager.deactivateEmergencyState();
        assertEq(_slot(135), block.timestamp);
    }

    function _addType() private {
        RollupEtrog code = new RollupEtrog(
            IGlobalExitRoot(address(ger)), pol, IBridge(address(bridge)), IRollupManager(address(manager))
        );
        VM.prank(OWNER);
        manager.addNewRollupType(
            address(code), address(0x77), 13, VerifierType.StateTransition, GENESIS, "next", 0
        );
    }

    function _has(string memory role, address account) private view returns (bool) {
        return manager.hasRole(keccak256(bytes(role)), account);
    }

    function _slot(uint256 slot) private view returns (uint256) {
        return uint256(VM.load(address(manager), bytes32(slot)));
    }
}
