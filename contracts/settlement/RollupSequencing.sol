// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {BatchHash} from "../libraries/BatchHash.sol";
import {BatchData, HashedBatchData} from "../types/Rollup.sol";
import {RollupFirstBatch} from "./RollupFirstBatch.sol";

/// @title Batches of the trusted sequencer: checks, the walk over them, payment, report to the manager.
abstract contract RollupSequencing is RollupFirstBatch {
    using SafeERC20 for IERC20;

    /// @notice Seconds a batch's highest L2 time may be ahead of L1.
    uint256 public constant TIMESTAMP_RANGE = 36;
    uint256 private constant _MAX_TRANSACTIONS_BYTE_LENGTH = 120_000;

    /// @dev What a walk over the batches carries along.
    struct Walk {
        bytes32 accInputHash;
        bytes32 l1InfoRoot;
        uint64 maxSequenceTimestamp;
        address l2Coinbase;
        uint64 lastForcedSequenced;
    }

    /// @inheritdoc IRollup
    function sequenceBatches(
        BatchData[] calldata batches,
        uint32 l1InfoTreeLeafCount,
        uint64 maxSequenceTimestamp,
        bytes32 expectedFinalAccInputHash,
        address l2Coinbase
    ) public virtual onlyTrustedSequencer {
        Walk memory walk = _begin(batches.length, l1InfoTreeLeafCount, maxSequenceTimestamp, l2Coinbase);
        for (uint256 i; i < batches.length; i++) {
            BatchData calldata batch = batches[i];
            if (batch.forcedTimestamp > 0) {
                _linkForced(walk, _hashed(batch));
            } else {
                if (batch.transactions.length > _MAX_TRANSACTIONS_BYTE_LENGTH) revert TransactionsLengthAboveMax();
                _link(walk, keccak256(batch.transactions));
            }
        }
        _pay(batches.length, walk);
        _report(batches.length, walk, expectedFinalAccInputHash);
    }

    /// @inheritdoc IRollup
    function onVerifyBatches(uint64 lastVerifiedBatch, bytes32 newStateRoot, address aggregator)
        external
        onlyRollupManager
    {
        emit VerifyBatches(lastVerifiedBatch, newStateRoot, aggregator);
    }

    /// @inheritdoc IRollup
    function rollbackBatches(uint64 targetBatch, bytes32 accInputHashToRollback) external onlyRollupManager {
        lastAccInputHash = accInputHashToRollback;
        emit RollbackBatches(targetBatch, accInputHashToRollback);
    }

    /// @dev Checks what does not depend on the single batch.
    function _begin(uint256 count, uint32 l1InfoTreeLeafCount, uint64 maxSequenceTimestamp, address l2Coinbase)
        internal
        returns (Walk memory walk)
    {
        if (count == 0) revert SequenceZeroBatches();
        if (count > _MAX_VERIFY_BATCHES) revert ExceedMaxVerifyBatches();
        if (maxSequenceTimestamp > block.timestamp + TIMESTAMP_RANGE) revert MaxTimestampSequenceInvalid();
        bridgeAddress.updateGlobalExitRoot();
        walk.l1InfoRoot = globalExitRootManager.l1InfoRootMap(l1InfoTreeLeafCount);
        if (walk.l1InfoRoot == bytes32(0)) revert L1InfoTreeLeafCountInvalid();
        walk.maxSequenceTimestamp = maxSequenceTimestamp;
        walk.l2Coinbase = l2Coinbase;
        walk.accInputHash = lastAccInputHash;
        walk.lastForcedSequenced = lastForceBatchSequenced;
    }

    /// @dev A normal batch.
    function _link(Walk memory walk, bytes32 transactionsHash) internal pure {
        walk.accInputHash = BatchHash.accInputHash(
            walk.accInputHash,
            transactionsHash,
            walk.l1InfoRoot,
            walk.maxSequenceTimestamp,
            walk.l2Coinbase,
            bytes32(0)
        );
    }

    /// @dev A forced batch: it must be the next that waits.
    function _linkForced(Walk memory walk, HashedBatchData memory batch) internal {
        walk.accInputHash =
            _useForcedBatch(batch, ++walk.lastForcedSequenced, walk.accInputHash, walk.l2Coinbase);
    }

    /// @dev Pays the manager, forced batches from what was paid for them. Tells how many normal ones there were.
    function _pay(uint256 count, Walk memory walk) internal returns (uint256 normal) {
        uint64 lastForced = lastForceBatchSequenced;
        if (walk.lastForcedSequenced > lastForceBatch) revert ForceBatchesOverflow();
        uint256 forced = walk.lastForcedSequenced - lastForced;
        if (forced != 0) {
            uint256 payment = calculatePolPerForceBatch() * forced;
            lastForceBatchSequenced = walk.lastForcedSequenced;
            pol.safeTransfer(address(rollupManager), payment);
        }
        normal = count - forced;
        if (normal != 0) {
            pol.safeTransferFrom(msg.sender, address(rollupManager), rollupManager.getBatchFee() * normal);
        }
    }

    /// @dev Hands the sequence to the manager.
    function _report(uint256 count, Walk memory walk, bytes32 expectedFinalAccInputHash) internal {
        lastAccInputHash = walk.accInputHash;
        uint64 batchNum = rollupManager.onSequenceBatches(uint64(count), walk.accInputHash);
        if (walk.accInputHash != expectedFinalAccInputHash) revert FinalAccInputHashDoesNotMatch();
        emit SequenceBatches(batchNum, walk.l1InfoRoot);
    }
}
