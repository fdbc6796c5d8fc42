// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBridge} from "../../interfaces/IBridge.sol";
import {IGlobalExitRoot} from "../../interfaces/IGlobalExitRoot.sol";
import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {SettlementFixture} from "../../test/SettlementFixture.sol";
import {VM} from "../../test/Vm.sol";
import {RollupDataReturn, RollupDataReturnV2, VerifierType} from "../../types/Rollup.sol";
import {RollupEtrog} from "../RollupEtrog.sol";

/// @dev Templates, and the rollups made from them.
contract ManagerRollupsTest is SettlementFixture {
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
        VM.expectRevert(IRollupManager.OnlyStateTransitionChains.selector);
        manager.addNewRollupType(address(1), verifier, 12, VerifierType.Pessimistic, 0, "", vkey);
        VM.expectRevert(IRollupManager.OnlyStateTransitionChains.selector);
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

    /// @dev No template has another verifier type, so storage is written.
    function testUpdateToAnotherVerifierType() external {
        _addType();
        _verify(0, 1, 0, bytes32(uint256(1)));
        bytes32 at = bytes32(uint256(keccak256(abi.encode(uint256(2), uint256(127)))) + 1);
        VM.store(address(manager), at, VM.load(address(manager), at) | bytes32(uint256(1) << 224));
        VM.prank(OWNER);
        VM.expectRevert(IRollupManager.UpdateNotCompatible.selector);
        manager.updateRollup(address(rollup), 2, "");
        VM.prank(ADMIN);
        VM.expectRevert(IRollupManager.UpdateNotCompatible.selector);
        manager.updateRollupByRollupAdmin(address(rollup), 2);
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

    /// @dev The admin of a rollup that nobody attached learns of the template first, as elsewhere.
    function testUpdateOfAnUnknownRollupByItsAdmin() external {
        _addType();
        VM.mockCall(USER, abi.encodeWithSignature("admin()"), abi.encode(USER));
        VM.startPrank(USER);
        VM.expectRevert(IRollupManager.UpdateToOldRollupTypeID.selector);
        manager.updateRollupByRollupAdmin(USER, 0);
        VM.expectRevert(IRollupManager.RollupTypeDoesNotExist.selector);
        manager.updateRollupByRollupAdmin(USER, 3);
        VM.expectRevert(IRollupManager.RollupMustExist.selector);
        manager.updateRollupByRollupAdmin(USER, 2);
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
}
