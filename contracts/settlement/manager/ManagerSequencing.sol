// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IRollup} from "../../interfaces/IRollup.sol";
import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {RollupData, SequencedBatchData} from "../../types/Rollup.sol";
import {UPDATE_ROLLUP_ROLE} from "./ManagerRoles.sol";
import {ManagerStorage} from "./ManagerStorage.sol";

/// @title Sequenced batches: one record for each sequence, chained to the one before.
abstract contract ManagerSequencing is ManagerStorage, ReentrancyGuard {
    /// @inheritdoc IRollupManager
    function onSequenceBatches(uint64 newSequencedBatches, bytes32 newAccInputHash)
        external
        ifNotEmergencyState
        returns (uint64)
    {
        uint32 rollupID = rollupAddressToID[msg.sender];
        if (rollupID == 0) revert SenderMustBeRollup();
        if (newSequencedBatches == 0) revert MustSequenceSomeBatch();
        RollupData storage rollup = _rollups[rollupID];
        _onlyStateTransition(rollup.rollupVerifierType);

        uint64 previous = rollup.lastBatchSequenced;
        uint64 newLastBatchSequenced = previous + newSequencedBatches;
        totalSequencedBatches += newSequencedBatches;
        rollup.lastBatchSequenced = newLastBatchSequenced;
        rollup.sequencedBatches[newLastBatchSequenced] = SequencedBatchData({
            accInputHash: newAccInputHash,
            sequencedTimestamp: uint64(block.timestamp),
            previousLastBatchSequenced: previous
        });
        emit OnSequenceBatches(rollupID, newLastBatchSequenced);
        return newLastBatchSequenced;
    }

    /// @inheritdoc IRollupManager
    /// @dev The POL paid for the dropped batches stays and raises later rewards.
    function rollbackBatches(address rollupContract, uint64 targetBatch) external nonReentrant {
        if (!hasRole(UPDATE_ROLLUP_ROLE, msg.sender) && IRollup(rollupContract).admin() != msg.sender) {
            revert NotAllowedAddress();
        }
        (uint32 rollupID, RollupData storage rollup) = _rollupAt(rollupContract);
        _onlyStateTransition(rollup.rollupVerifierType);
        uint64 lastBatchSequenced = rollup.lastBatchSequenced;
        if (targetBatch >= lastBatchSequenced || targetBatch < rollup.lastVerifiedBatch) {
            revert RollbackBatchIsNotValid();
        }

        for (uint64 batch = lastBatchSequenced; batch != targetBatch;) {
            uint64 previous = rollup.sequencedBatches[batch].previousLastBatchSequenced;
            if (previous < targetBatch) revert RollbackBatchIsNotEndOfSequence();
            delete rollup.sequencedBatches[batch];
            batch = previous;
        }
        totalSequencedBatches -= lastBatchSequenced - targetBatch;
        rollup.lastBatchSequenced = targetBatch;
        bytes32 accInputHash = rollup.sequencedBatches[targetBatch].accInputHash;

        IRollup(rollupContract).rollbackBatches(targetBatch, accInputHash);
        emit RollbackBatches(rollupID, targetBatch, accInputHash);
    }
}
