// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {BatchHash} from "../libraries/BatchHash.sol";
import {BatchData, HashedBatchData} from "../types/Rollup.sol";
import {RollupAdmin} from "./RollupAdmin.sol";

/// @title Batches that the sequencer must include, or that go in without it.
abstract contract RollupForced is RollupAdmin {
    using SafeERC20 for IERC20;

    /// @dev A sequence above this could not be verified in one proof of the official prover.
    uint256 internal constant _MAX_VERIFY_BATCHES = 1000;
    uint256 private constant _MAX_FORCE_BATCH_BYTE_LENGTH = 5000;

    modifier isSenderAllowedToForceBatches() {
        address allowed = forceBatchAddress;
        if (allowed != address(0) && allowed != msg.sender) revert ForceBatchNotAllowed();
        _;
    }

    /// @inheritdoc IRollup
    function forceBatch(bytes calldata transactions, uint256 polAmount)
        external
        virtual
        isSenderAllowedToForceBatches
    {
        if (rollupManager.isEmergencyState()) revert ForceBatchesNotAllowedOnEmergencyState();
        uint256 polFee = rollupManager.getForcedBatchFee();
        if (polFee > polAmount) revert NotEnoughPOLAmount();
        if (transactions.length > _MAX_FORCE_BATCH_BYTE_LENGTH) revert TransactionsLengthAboveMax();

        pol.safeTransferFrom(msg.sender, address(this), polFee);
        bytes32 lastGlobalExitRoot = globalExitRootManager.getLastGlobalExitRoot();
        uint64 number = ++lastForceBatch;
        forcedBatches[number] = BatchHash.forcedBatch(
            keccak256(transactions),
            lastGlobalExitRoot,
            uint64(block.timestamp),
            blockhash(block.number - 1)
        );

        // A plain caller's transactions can be read from the input of the transaction.
        bytes memory logged = msg.sender == tx.origin ? bytes("") : transactions;
        emit ForceBatch(number, lastGlobalExitRoot, msg.sender, logged);
    }

    /// @inheritdoc IRollup
    function sequenceForceBatches(BatchData[] calldata batches) external virtual isSenderAllowedToForceBatches {
        if (
            rollupManager.lastDeactivatedEmergencyStateTimestamp() + _HALT_AGGREGATION_TIMEOUT > block.timestamp
        ) revert HaltTimeoutNotExpiredAfterEmergencyState();
        uint256 count = batches.length;
        if (count == 0) revert SequenceZeroBatches();
        if (count > _MAX_VERIFY_BATCHES) revert ExceedMaxVerifyBatches();
        uint64 lastSequenced = lastForceBatchSequenced;
        if (lastSequenced + count > lastForceBatch) revert ForceBatchesOverflow();

        bytes32 accInputHash = lastAccInputHash;
        for (uint256 i; i < count; i++) {
            BatchData calldata batch = batches[i];
            if (i == count - 1 && batch.forcedTimestamp + forceBatchTimeout > block.timestamp) {
                revert ForceBatchTimeoutNotExpired();
            }
            accInputHash = _useForcedBatch(_hashed(batch), ++lastSequenced, accInputHash, msg.sender);
        }

        uint256 payment = calculatePolPerForceBatch() * count;
        lastAccInputHash = accInputHash;
        lastForceBatchSequenced = lastSequenced;
        pol.safeTransfer(address(rollupManager), payment);
        uint64 batchNum = rollupManager.onSequenceBatches(uint64(count), accInputHash);
        emit SequenceForceBatches(batchNum);
    }

    /// @inheritdoc IRollup
    function calculatePolPerForceBatch() public view returns (uint256) {
        uint256 waiting = lastForceBatch - lastForceBatchSequenced;
        return waiting == 0 ? 0 : pol.balanceOf(address(this)) / waiting;
    }

    /// @dev Takes waiting batch `number` and returns the accumulated input hash after it.
    function _useForcedBatch(HashedBatchData memory batch, uint64 number, bytes32 accInputHash, address coinbase)
        internal
        returns (bytes32)
    {
        bytes32 record = BatchHash.forcedBatch(
            batch.transactionsHash, batch.forcedGlobalExitRoot, batch.forcedTimestamp, batch.forcedBlockHashL1
        );
        if (record != forcedBatches[number]) revert ForcedDataDoesNotMatch();
        delete forcedBatches[number];
        return BatchHash.accInputHash(
            accInputHash,
            batch.transactionsHash,
            batch.forcedGlobalExitRoot,
            batch.forcedTimestamp,
            coinbase,
            batch.forcedBlockHashL1
        );
    }

    function _hashed(BatchData calldata batch) internal pure returns (HashedBatchData memory) {
        return HashedBatchData({
            transactionsHash: keccak256(batch.transactions),
            forcedGlobalExitRoot: batch.forcedGlobalExitRoot,
            forcedTimestamp: batch.forcedTimestamp,
            forcedBlockHashL1: batch.forcedBlockHashL1
        });
    }
}
