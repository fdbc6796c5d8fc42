// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {TransparentProxy} from "../../proxy/TransparentProxy.sol";
import {SettlementFixture} from "../../test/SettlementFixture.sol";
import {VM} from "../../test/Vm.sol";
import {RollupDataReturn, VerifierType} from "../../types/Rollup.sol";

/// @dev Rollups that were there before, and the entry points of other verifier types.
contract ManagerExistingTest is SettlementFixture {
    address private existing;

    function setUp() public override {
        super.setUp();
        (address code,,,,,,) = manager.rollupTypeMap(1);
        existing = address(new TransparentProxy(code, address(manager), ""));
    }

    function testAddExisting(uint32 chainID, uint64 forkID, bytes32 initRoot) external {
        VM.assume(chainID != L2_CHAIN_ID && chainID != 0);
        VM.expectEmit(address(manager));
        emit IRollupManager.AddExistingRollup(
            2, forkID, existing, chainID, VerifierType.StateTransition, 0, 0, 0
        );
        VM.prank(OWNER);
        manager.addExistingRollup(
            existing, verifier, forkID, chainID, initRoot, VerifierType.StateTransition, 0, 0
        );
        RollupDataReturn memory data = manager.rollupIDToRollupData(2);
        assertEq(data.rollupContract, existing);
        assertEq(data.chainID, chainID);
        assertEq(data.verifier, verifier);
        assertEq(data.forkID, forkID);
        assertEq(data.lastLocalExitRoot, bytes32(0));
        assertEq(data.lastBatchSequenced, 0);
        assertEq(data.lastVerifiedBatch, 0);
        assertEq(data.rollupTypeID, 0);
        assertEq(uint8(data.rollupVerifierType), 0);
        assertEq(manager.getRollupBatchNumToStateRoot(2, 0), initRoot);
        assertEq(manager.rollupAddressToID(existing), 2);
        assertEq(manager.chainIDToRollupID(chainID), 2);
        assertEq(manager.rollupCount(), 2);
    }

    function testExistingSequencesAndIsVerified(bytes32 acc, bytes32 localExitRoot) external {
        VM.assume(acc != bytes32(0));
        _add(7);
        VM.prank(existing);
        assertEq(manager.onSequenceBatches(3, acc), 3);
        bytes32[24] memory proof;
        VM.prank(AGGREGATOR);
        manager.verifyBatchesTrustedAggregator(
            2, 0, 0, 3, localExitRoot, bytes32(uint256(1)), AGGREGATOR, proof
        );
        assertEq(manager.getLastVerifiedBatch(2), 3);
        assertEq(manager.rollupIDToRollupData(2).lastLocalExitRoot, localExitRoot);
    }

    function testExistingMovesToATemplate() external {
        _add(7);
        VM.prank(OWNER);
        manager.updateRollup(existing, 1, "");
        assertEq(manager.rollupIDToRollupData(2).rollupTypeID, 1);
    }

    function testExistingRefusedByChain(uint64 chainID) external {
        VM.prank(OWNER);
        VM.expectRevert(IRollupManager.ChainIDAlreadyExist.selector);
        manager.addExistingRollup(
            existing, verifier, 12, L2_CHAIN_ID, 0, VerifierType.StateTransition, 0, 0
        );
        VM.assume(chainID > type(uint32).max);
        VM.prank(OWNER);
        VM.expectRevert(IRollupManager.ChainIDOutOfRange.selector);
        manager.addExistingRollup(existing, verifier, 12, chainID, 0, VerifierType.StateTransition, 0, 0);
    }

    function testExistingRefusedByAddress() external {
        bytes4 reason = IRollupManager.RollupAddressAlreadyExist.selector;
        _refuse(address(rollup), verifier, VerifierType.StateTransition, 0, 0, reason);
        reason = IRollupManager.InvalidImplementationAddress.selector;
        _refuse(address(manager), verifier, VerifierType.StateTransition, 0, 0, reason);
        _refuse(USER, verifier, VerifierType.StateTransition, 0, 0, reason);
        reason = IRollupManager.InvalidVerifierAddress.selector;
        _refuse(existing, USER, VerifierType.StateTransition, 0, 0, reason);
    }

    function testExistingRefusedByType(bytes32 vkey, bytes32 root) external {
        VM.assume(vkey != bytes32(0) || root != bytes32(0));
        bytes4 reason = IRollupManager.OnlyStateTransitionChains.selector;
        _refuse(existing, verifier, VerifierType.Pessimistic, vkey, root, reason);
        _refuse(existing, verifier, VerifierType.ALGateway, vkey, root, reason);
        reason = IRollupManager.InvalidInputsForRollupType.selector;
        _refuse(existing, verifier, VerifierType.StateTransition, vkey, root, reason);
    }

    function testNoMigration(uint32 rollupID, uint32 rollupTypeID, bytes memory data) external {
        VM.assume(rollupID != ROLLUP);
        VM.startPrank(OWNER);
        VM.expectRevert(IRollupManager.AllSequencedMustBeVerified.selector);
        manager.initMigration(ROLLUP, rollupTypeID, data);
        VM.expectRevert(IRollupManager.NewRollupTypeMustBePessimisticOrALGateway.selector);
        manager.initMigration(rollupID, rollupTypeID, data);
        VM.stopPrank();
        _verify(0, 1, 0, bytes32(uint256(1)));
        VM.prank(OWNER);
        VM.expectRevert(IRollupManager.NewRollupTypeMustBePessimisticOrALGateway.selector);
        manager.initMigration(ROLLUP, rollupTypeID, data);
        assertTrue(!manager.isRollupMigrating(ROLLUP), "migrating");
    }

    function testNoPessimisticVerification(uint32 rollupID, bytes32 root, bytes memory data) external {
        VM.prank(AGGREGATOR);
        VM.expectRevert(IRollupManager.StateTransitionChainsNotAllowed.selector);
        manager.verifyPessimisticTrustedAggregator(rollupID, 0, root, root, data, data);
        VM.expectRevert(IRollupManager.StateTransitionChainsNotAllowed.selector);
        manager.getInputPessimisticBytes(rollupID, root, root, root, data);
    }

    /// @dev The twelve words of both forms, with other values in all of them.
    function testDeserializedViewsAreTheSameBytes(bytes32 seed) external {
        bytes32 at = keccak256(abi.encode(uint256(ROLLUP), uint256(129)));
        for (uint256 i; i < 10; i++) {
            uint256 value = uint256(keccak256(abi.encode(seed, i)));
            // Where the verifier type is, above two numbers of 64 bits, only three values are valid.
            if (i == 7) value = (value & type(uint128).max) | ((value >> 250) % 3) << 128;
            VM.store(address(manager), bytes32(uint256(at) + i), bytes32(value));
        }
        _same("rollupIDToRollupData(uint32)", "rollupIDToRollupDataDeserialized(uint32)");
        _same("rollupIDToRollupDataV2(uint32)", "rollupIDToRollupDataV2Deserialized(uint32)");
    }

    function testDeserializedNames() external view {
        (address at, uint64 chainID,, uint64 forkID,, uint64 sequenced,,,,, uint64 typeID,) =
            manager.rollupIDToRollupDataDeserialized(ROLLUP);
        assertEq(at, address(rollup));
        assertEq(chainID, L2_CHAIN_ID);
        assertEq(forkID, FORK_ID);
        assertEq(sequenced, 1);
        assertEq(typeID, 1);
        (,,,,, sequenced,,, typeID,,,) = manager.rollupIDToRollupDataV2Deserialized(ROLLUP);
        assertEq(sequenced, 1);
        assertEq(typeID, 1);
    }

    function _same(string memory first, string memory second) private view {
        (, bytes memory a) = address(manager).staticcall(abi.encodeWithSignature(first, ROLLUP));
        (, bytes memory b) = address(manager).staticcall(abi.encodeWithSignature(second, ROLLUP));
        assertEq(a.length, 12 * 32);
        assertEq(a, b);
    }

    function _add(uint64 chainID) private {
        VM.prank(OWNER);
        manager.addExistingRollup(
            existing, verifier, FORK_ID, chainID, GENESIS, VerifierType.StateTransition, 0, 0
        );
    }

    function _refuse(address at, address newVerifier, VerifierType kind, bytes32 vkey, bytes32 root, bytes4 reason)
        private
    {
        VM.prank(OWNER);
        VM.expectRevert(reason);
        manager.addExistingRollup(at, newVerifier, 12, 7, 0, kind, vkey, root);
    }
}
