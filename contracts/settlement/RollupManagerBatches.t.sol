// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {IVerifierRollup} from "../interfaces/IVerifierRollup.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {TreeProof} from "../test/TreeProof.sol";
import {VM} from "../test/Vm.sol";
import {BatchData, RollupDataReturn, SequencedBatchData} from "../types/Rollup.sol";

/// @dev Sequencing, verification and rollback in the manager.
contract RollupManagerBatchesTest is SettlementFixture {
    uint256 private constant FIELD =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;

    function testOnSequenceBatches(uint16 count, bytes32 acc) external {
        VM.assume(count != 0);
        VM.expectEmit(address(manager));
        emit IRollupManager.OnSequenceBatches(ROLLUP, 1 + uint64(count));
        VM.prank(address(rollup));
        assertEq(manager.onSequenceBatches(count, acc), 1 + uint64(count));
        SequencedBatchData memory data = manager.getRollupSequencedBatches(ROLLUP, 1 + uint64(count));
        assertEq(data.accInputHash, acc);
        assertEq(data.sequencedTimestamp, block.timestamp);
        assertEq(data.previousLastBatchSequenced, 1);
        assertEq(manager.totalSequencedBatches(), 1 + uint64(count));
    }

    function testOnSequenceBatchesRefused(address other) external {
        VM.assume(other != address(rollup) && other != address(proxyAdmin));
        VM.prank(other);
        VM.expectRevert(IRollupManager.SenderMustBeRollup.selector);
        manager.onSequenceBatches(1, 0);
        VM.prank(address(rollup));
        VM.expectRevert(IRollupManager.MustSequenceSomeBatch.selector);
        manager.onSequenceBatches(0, 0);
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        VM.prank(address(rollup));
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        manager.onSequenceBatches(1, 0);
    }

    function testVerify(bytes32 localExitRoot, uint192 root) external {
        bytes32 stateRoot = _inside(root);
        _nextBlock();
        _sequence(_batch("two"));
        uint256 fee = manager.getBatchFee();
        // Batches 1 and 2 wait, and only the second was paid for.
        assertEq(manager.calculateRewardPerBatch(), fee / 2);
        bytes32[] memory leaves = _one(localExitRoot);
        VM.expectEmit(address(rollup));
        emit IRollup.VerifyBatches(2, stateRoot, AGGREGATOR);
        VM.expectEmit(address(manager));
        emit IRollupManager.VerifyBatchesTrustedAggregator(ROLLUP, 2, stateRoot, localExitRoot, AGGREGATOR);
        _verify(0, 2, localExitRoot, stateRoot);

        assertEq(pol.balanceOf(AGGREGATOR), fee);
        assertEq(manager.calculateRewardPerBatch(), 0);
        assertEq(manager.totalVerifiedBatches(), 2);
        assertEq(manager.lastAggregationTimestamp(), block.timestamp);
        assertEq(manager.getLastVerifiedBatch(ROLLUP), 2);
        assertEq(manager.getRollupBatchNumToStateRoot(ROLLUP, 2), stateRoot);
        assertEq(manager.rollupIDToRollupData(ROLLUP).lastLocalExitRoot, localExitRoot);
        assertEq(manager.getRollupExitRoot(), TreeProof.root(leaves));
        assertEq(ger.lastRollupExitRoot(), TreeProof.root(leaves));
    }

    function testVerifierGetsTheReducedHashOfTheBytes(bytes32 localExitRoot, uint192 root) external {
        bytes32 stateRoot = _inside(root);
        bytes memory expected = _bytes(localExitRoot, stateRoot);
        VM.prank(AGGREGATOR);
        assertEq(manager.getInputSnarkBytes(ROLLUP, 0, 1, localExitRoot, GENESIS, stateRoot), expected);
        bytes32[24] memory proof;
        uint256[1] memory signals = [uint256(sha256(expected)) % FIELD];
        VM.expectCall(verifier, abi.encodeCall(IVerifierRollup.verifyProof, (proof, signals)));
        _verify(0, 1, localExitRoot, stateRoot);
    }

    function testInvalidProof() external {
        VM.mockCall(
            verifier, abi.encodePacked(IVerifierRollup.verifyProof.selector), abi.encode(false)
        );
        _expectRefusal(0, 0, 1, bytes32(uint256(1)), IRollupManager.InvalidProof.selector);
    }

    function testVerificationsRefused() external {
        _nextBlock();
        BatchData[] memory two = new BatchData[](2);
        _sequence(two);
        bytes32 root = bytes32(uint256(1));
        _expectRefusal(1, 0, 1, root, IRollupManager.PendingStateNumExist.selector);
        _expectRefusal(0, 1, 3, root, IRollupManager.OldStateRootDoesNotExist.selector);
        _expectRefusal(0, 0, 0, root, IRollupManager.FinalNumBatchBelowLastVerifiedBatch.selector);
        _expectRefusal(0, 0, 2, root, IRollupManager.NewAccInputHashDoesNotExist.selector);
        _expectRefusal(0, 0, 4, root, IRollupManager.NewAccInputHashDoesNotExist.selector);
        _expectRefusal(0, 0, 1, bytes32(type(uint256).max), IRollupManager.NewStateRootNotInsidePrime.selector);
        _verify(0, 1, 0, root);
        _expectRefusal(0, 0, 1, root, IRollupManager.FinalNumBatchBelowLastVerifiedBatch.selector);
    }

    function testOverlapFromAnOlderBatchIsAllowed() external {
        _verify(0, 1, 0, bytes32(uint256(1)));
        _nextBlock();
        _sequence(_batch("two"));
        _verify(0, 2, 0, bytes32(uint256(2)));
        assertEq(manager.getLastVerifiedBatch(ROLLUP), 2);
        assertEq(manager.totalVerifiedBatches(), 2);
    }

    function testInitBatchAboveTheLastVerified() external {
        _verify(0, 1, 0, bytes32(uint256(1)));
        _nextBlock();
        _sequence(_batch("two"));
        // A root beyond the last verified batch exists nowhere but in a corrupted state.
        bytes32 rollupSlot = bytes32(uint256(keccak256(abi.encode(uint256(ROLLUP), uint256(129)))) + 2);
        VM.store(address(manager), keccak256(abi.encode(uint256(2), rollupSlot)), bytes32(uint256(9)));
        assertEq(manager.getRollupBatchNumToStateRoot(ROLLUP, 2), bytes32(uint256(9)));
        _expectRefusal(0, 2, 3, bytes32(uint256(1)), IRollupManager.InitNumBatchAboveLastVerifiedBatch.selector);
    }

    function testOldAccInputHashMustExist() external {
        _verify(0, 1, 0, bytes32(uint256(1)));
        _nextBlock();
        _sequence(_batch("two"));
        VM.expectRevert(IRollupManager.OldAccInputHashDoesNotExist.selector);
        manager.getInputSnarkBytes(ROLLUP, 9, 2, 0, GENESIS, bytes32(uint256(1)));
    }

    function testNoProofAcrossAnUpgrade() external {
        _verify(0, 1, 0, bytes32(uint256(1)));
        VM.startPrank(OWNER);
        (address code,,,,,,) = manager.rollupTypeMap(1);
        manager.addNewRollupType(
            code, verifier, 13, manager.rollupIDToRollupData(ROLLUP).rollupVerifierType, GENESIS, "", 0
        );
        manager.updateRollup(address(rollup), 2, "");
        VM.stopPrank();
        _nextBlock();
        _sequence(_batch("two"));
        _expectRefusal(0, 0, 2, bytes32(uint256(1)), IRollupManager.InitBatchMustMatchCurrentForkID.selector);
        _verify(1, 2, 0, bytes32(uint256(2)));
    }

    function testUnknownRollup() external {
        bytes32[24] memory proof;
        VM.prank(AGGREGATOR);
        VM.expectRevert(IRollupManager.OldStateRootDoesNotExist.selector);
        manager.verifyBatchesTrustedAggregator(2, 0, 0, 1, 0, 0, AGGREGATOR, proof);
    }

    function testVerificationGoesOnInAnEmergency() external {
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        _verify(0, 1, 0, bytes32(uint256(1)));
        assertEq(manager.getLastVerifiedBatch(ROLLUP), 1);
    }

    function testRollupExitRootOverTwoRollups(bytes32 localExitRoot) external {
        VM.prank(ADMIN);
        manager.attachAggchainToAL(1, 7, _rollupSetup(address(0)));
        _verify(0, 1, localExitRoot, bytes32(uint256(1)));
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = localExitRoot;
        assertEq(manager.getRollupExitRoot(), TreeProof.root(leaves));
    }

    function testRollback(bool byAdmin) external {
        uint64 first = _sequenceTwice();
        bytes32 acc = manager.getRollupSequencedBatches(ROLLUP, first).accInputHash;
        VM.expectEmit(address(rollup));
        emit IRollup.RollbackBatches(first, acc);
        VM.expectEmit(address(manager));
        emit IRollupManager.RollbackBatches(ROLLUP, first, acc);
        VM.prank(byAdmin ? ADMIN : OWNER);
        manager.rollbackBatches(address(rollup), first);

        RollupDataReturn memory data = manager.rollupIDToRollupData(ROLLUP);
        assertEq(data.lastBatchSequenced, first);
        assertEq(manager.totalSequencedBatches(), first);
        assertEq(rollup.lastAccInputHash(), acc);
        assertEq(manager.getRollupSequencedBatches(ROLLUP, first + 2).accInputHash, bytes32(0));
        _sequence(_batch("again"));
        assertEq(manager.getRollupSequencedBatches(ROLLUP, first + 1).previousLastBatchSequenced, first);
    }

    function testRollbackOverSeveralSequences() external {
        _sequenceTwice();
        VM.prank(OWNER);
        manager.rollbackBatches(address(rollup), 1);
        assertEq(manager.rollupIDToRollupData(ROLLUP).lastBatchSequenced, 1);
    }

    function testRollbacksRefused(address other) external {
        VM.assume(other != OWNER && other != ADMIN && other != address(proxyAdmin));
        uint64 first = _sequenceTwice();
        VM.prank(other);
        VM.expectRevert(IRollupManager.NotAllowedAddress.selector);
        manager.rollbackBatches(address(rollup), first);
        VM.startPrank(OWNER);
        VM.expectRevert(IRollupManager.RollupMustExist.selector);
        manager.rollbackBatches(USER, first);
        VM.expectRevert(IRollupManager.RollbackBatchIsNotValid.selector);
        manager.rollbackBatches(address(rollup), first + 2);
        VM.expectRevert(IRollupManager.RollbackBatchIsNotEndOfSequence.selector);
        manager.rollbackBatches(address(rollup), first + 1);
        VM.stopPrank();
        _verify(0, first, 0, bytes32(uint256(1)));
        VM.prank(OWNER);
        VM.expectRevert(IRollupManager.RollbackBatchIsNotValid.selector);
        manager.rollbackBatches(address(rollup), first - 1);
    }

    /// @dev Batch 2 alone, then 3 and 4 together.
    function _sequenceTwice() private returns (uint64 first) {
        _nextBlock();
        _sequence(_batch("two"));
        first = manager.rollupIDToRollupData(ROLLUP).lastBatchSequenced;
        _sequence(new BatchData[](2));
    }

    function _bytes(bytes32 localExitRoot, bytes32 stateRoot) private view returns (bytes memory) {
        bytes32 acc = manager.getRollupSequencedBatches(ROLLUP, 1).accInputHash;
        return bytes.concat(
            abi.encodePacked(AGGREGATOR, GENESIS, bytes32(0), uint64(0), L2_CHAIN_ID, FORK_ID),
            abi.encodePacked(stateRoot, acc, localExitRoot, uint64(1))
        );
    }

    function _expectRefusal(uint64 pending, uint64 from, uint64 to, bytes32 stateRoot, bytes4 reason) private {
        bytes32[24] memory proof;
        VM.prank(AGGREGATOR);
        VM.expectRevert(reason);
        manager.verifyBatchesTrustedAggregator(ROLLUP, pending, from, to, 0, stateRoot, AGGREGATOR, proof);
    }

    /// @dev A root whose four words are below 2^48.
    function _inside(uint192 seed) private pure returns (bytes32) {
        uint256 mask = 0xffffffffffff;
        return bytes32(
            ((uint256(seed) & mask) << 192) | ((uint256(seed >> 48) & mask) << 128) | (((seed >> 96) & mask) << 64)
                | ((seed >> 144) & mask)
        );
    }
}
