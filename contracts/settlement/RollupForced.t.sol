// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRollup} from "../interfaces/IRollup.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {VM} from "../test/Vm.sol";
import {BatchData} from "../types/Rollup.sol";

contract RollupForcedTest is SettlementFixture {
    uint256 private fee;

    function setUp() public override {
        super.setUp();
        VM.prank(ADMIN);
        rollup.setForceBatchAddress(address(0));
        fee = manager.getForcedBatchFee();
        pol.mint(USER, 100 * fee);
        VM.prank(USER);
        pol.approve(address(rollup), type(uint256).max);
    }

    function testForce(bytes memory transactions, uint96 above) external {
        VM.assume(transactions.length <= 5000);
        bytes32 record = keccak256(
            bytes.concat(
                keccak256(transactions),
                ger.getLastGlobalExitRoot(),
                bytes8(uint64(block.timestamp)),
                _parentHash()
            )
        );
        VM.expectEmit(address(rollup));
        emit IRollup.ForceBatch(1, ger.getLastGlobalExitRoot(), USER, transactions);
        VM.prank(USER);
        rollup.forceBatch(transactions, fee + above);
        assertEq(rollup.forcedBatches(1), record);
        assertEq(rollup.lastForceBatch(), 1);
        assertEq(pol.balanceOf(address(rollup)), fee);
        assertEq(rollup.calculatePolPerForceBatch(), fee);
    }

    function testPlainCallersTransactionsAreNotLogged() external {
        VM.expectEmit(address(rollup));
        emit IRollup.ForceBatch(1, ger.getLastGlobalExitRoot(), USER, "");
        VM.prank(USER, USER);
        rollup.forceBatch("data", fee);
    }

    function testForcingRefused(uint256 tooLittle) external {
        VM.startPrank(USER);
        VM.expectRevert(IRollup.NotEnoughPOLAmount.selector);
        rollup.forceBatch("", tooLittle % fee);
        VM.expectRevert(IRollup.TransactionsLengthAboveMax.selector);
        rollup.forceBatch(new bytes(5001), fee);
        VM.stopPrank();
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        VM.prank(USER);
        VM.expectRevert(IRollup.ForceBatchesNotAllowedOnEmergencyState.selector);
        rollup.forceBatch("", fee);
    }

    function testForcingReserved(address other) external {
        VM.assume(other != ADMIN && other != address(manager));
        VM.prank(ADMIN);
        // A second rollup, whose forcing is still the admin's.
        manager.attachAggchainToAL(1, 7, _rollupSetup(address(0)));
        IRollup second = IRollup(_rollupAddress(2));
        VM.startPrank(other);
        VM.expectRevert(IRollup.ForceBatchNotAllowed.selector);
        second.forceBatch("", fee);
        VM.expectRevert(IRollup.ForceBatchNotAllowed.selector);
        second.sequenceForceBatches(new BatchData[](1));
    }

    function testSequencerIncludesForcedBatches(bytes32 seed) external {
        BatchData memory first = _force(abi.encode(seed));
        _force("later");
        _nextBlock();
        BatchData[] memory batches = new BatchData[](2);
        batches[0] = first;
        batches[1].transactions = "normal";
        bytes32 acc = _chain(rollup.lastAccInputHash(), first, SEQUENCER);
        uint64 time = uint64(block.timestamp);
        acc = keccak256(
            bytes.concat(
                acc,
                keccak256("normal"),
                ger.l1InfoRootMap(0),
                bytes8(time),
                bytes20(SEQUENCER),
                bytes32(0)
            )
        );
        VM.prank(SEQUENCER);
        rollup.sequenceBatches(batches, 0, time, acc, SEQUENCER);
        assertEq(rollup.lastForceBatchSequenced(), 1);
        assertEq(rollup.forcedBatches(1), bytes32(0));
        assertEq(pol.balanceOf(address(manager)), fee + manager.getBatchFee());
        assertEq(rollup.calculatePolPerForceBatch(), fee);
    }

    function testForcedBatchMustBeTheOneThatWaits(uint8 field) external {
        BatchData[] memory batches = new BatchData[](1);
        batches[0] = _force("data");
        field %= 4;
        if (field == 0) batches[0].transactions = "other";
        if (field == 1) batches[0].forcedGlobalExitRoot = bytes32(uint256(1));
        if (field == 2) batches[0].forcedTimestamp += 1;
        if (field == 3) batches[0].forcedBlockHashL1 = bytes32(uint256(1));
        VM.prank(SEQUENCER);
        VM.expectRevert(IRollup.ForcedDataDoesNotMatch.selector);
        rollup.sequenceBatches(batches, 0, uint64(block.timestamp), 0, SEQUENCER);
        VM.warp(block.timestamp + 5 days + 2);
        VM.expectRevert(IRollup.ForcedDataDoesNotMatch.selector);
        rollup.sequenceForceBatches(batches);
    }

    /// @dev No call leaves a record above the count, so storage is written.
    function testSequencerCannotTakeMoreThanWait() external {
        BatchData[] memory batches = new BatchData[](1);
        batches[0] = _force("data");
        VM.store(address(rollup), bytes32(uint256(7)), VM.load(address(rollup), bytes32(uint256(7))) & ~bytes32(uint256(1)));
        assertEq(rollup.lastForceBatch(), 0);
        VM.prank(SEQUENCER);
        VM.expectRevert(IRollup.ForceBatchesOverflow.selector);
        rollup.sequenceBatches(batches, 0, uint64(block.timestamp), 0, SEQUENCER);
    }

    function testWithoutTheSequencerAfterTheTimeout(address caller) external {
        VM.assume(caller != address(manager));
        BatchData[] memory batches = new BatchData[](2);
        batches[0] = _force("one");
        _nextBlock();
        batches[1] = _force("two");
        VM.warp(batches[1].forcedTimestamp + 5 days - 1);
        VM.prank(caller);
        VM.expectRevert(IRollup.ForceBatchTimeoutNotExpired.selector);
        rollup.sequenceForceBatches(batches);

        VM.warp(batches[1].forcedTimestamp + 5 days);
        bytes32 acc = _chain(_chain(rollup.lastAccInputHash(), batches[0], caller), batches[1], caller);
        VM.expectEmit(address(rollup));
        emit IRollup.SequenceForceBatches(3);
        VM.prank(caller);
        rollup.sequenceForceBatches(batches);
        assertEq(rollup.lastAccInputHash(), acc);
        assertEq(rollup.lastForceBatchSequenced(), 2);
        assertEq(pol.balanceOf(address(manager)), 2 * fee);
        assertEq(rollup.calculatePolPerForceBatch(), 0);
    }

    function testSequencingWithoutTheSequencerRefused() external {
        VM.expectRevert(IRollup.SequenceZeroBatches.selector);
        rollup.sequenceForceBatches(new BatchData[](0));
        VM.expectRevert(IRollup.ExceedMaxVerifyBatches.selector);
        rollup.sequenceForceBatches(new BatchData[](1001));
        VM.expectRevert(IRollup.ForceBatchesOverflow.selector);
        rollup.sequenceForceBatches(new BatchData[](1));
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        VM.prank(ADMIN);
        manager.deactivateEmergencyState();
        VM.warp(block.timestamp + 1 weeks - 1);
        VM.expectRevert(IRollup.HaltTimeoutNotExpiredAfterEmergencyState.selector);
        rollup.sequenceForceBatches(new BatchData[](1));
    }

    function _force(bytes memory transactions) private returns (BatchData memory batch) {
        batch.transactions = transactions;
        batch.forcedGlobalExitRoot = ger.getLastGlobalExitRoot();
        batch.forcedTimestamp = uint64(block.timestamp);
        batch.forcedBlockHashL1 = _parentHash();
        VM.prank(USER);
        rollup.forceBatch(transactions, fee);
    }

    function _chain(bytes32 acc, BatchData memory batch, address coinbase) private pure returns (bytes32) {
        return keccak256(
            bytes.concat(
                acc,
                keccak256(batch.transactions),
                batch.forcedGlobalExitRoot,
                bytes8(batch.forcedTimestamp),
                bytes20(coinbase),
                batch.forcedBlockHashL1
            )
        );
    }
}
