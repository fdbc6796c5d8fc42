// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {
    RollupData,
    RollupDataReturn,
    RollupDataReturnV2,
    SequencedBatchData,
    VerifierType
} from "../../types/Rollup.sol";
import {ManagerStorage} from "./ManagerStorage.sol";

/// @title What can be read about a rollup.
abstract contract ManagerViews is ManagerStorage {
    /// @inheritdoc IRollupManager
    function getLastVerifiedBatch(uint32 rollupID) external view returns (uint64) {
        return _rollups[rollupID].lastVerifiedBatch;
    }

    /// @inheritdoc IRollupManager
    function getRollupBatchNumToStateRoot(uint32 rollupID, uint64 batchNum) external view returns (bytes32) {
        return _rollups[rollupID].batchNumToStateRoot[batchNum];
    }

    /// @notice Record of a sequence by the number of its last batch: accumulated input hash, time in seconds, last
    /// batch of the sequence before. Zeros for other numbers.
    function getRollupSequencedBatches(uint32 rollupID, uint64 batchNum)
        external
        view
        returns (SequencedBatchData memory)
    {
        return _rollups[rollupID].sequencedBatches[batchNum];
    }

    /// @inheritdoc IRollupManager
    function rollupIDToRollupData(uint32 rollupID) external view returns (RollupDataReturn memory rollupData) {
        return _rollupData(rollupID);
    }

    /// @inheritdoc IRollupManager
    function rollupIDToRollupDataV2(uint32 rollupID) external view returns (RollupDataReturnV2 memory rollupData) {
        return _rollupDataV2(rollupID);
    }

    /// @notice `rollupIDToRollupData` with a name for every word.
    function rollupIDToRollupDataDeserialized(uint32 rollupID)
        external
        view
        returns (
            address rollupContract,
            uint64 chainID,
            address verifier,
            uint64 forkID,
            bytes32 lastLocalExitRoot,
            uint64 lastBatchSequenced,
            uint64 lastVerifiedBatch,
            uint64 legacyLastPendingState,
            uint64 legacyLastPendingStateConsolidated,
            uint64 lastVerifiedBatchBeforeUpgrade,
            uint64 rollupTypeID,
            VerifierType rollupVerifierType
        )
    {
        RollupDataReturn memory data = _rollupData(rollupID);
        rollupContract = data.rollupContract;
        chainID = data.chainID;
        verifier = data.verifier;
        forkID = data.forkID;
        lastLocalExitRoot = data.lastLocalExitRoot;
        lastBatchSequenced = data.lastBatchSequenced;
        lastVerifiedBatch = data.lastVerifiedBatch;
        legacyLastPendingState = data.legacyLastPendingState;
        legacyLastPendingStateConsolidated = data.legacyLastPendingStateConsolidated;
        lastVerifiedBatchBeforeUpgrade = data.lastVerifiedBatchBeforeUpgrade;
        rollupTypeID = data.rollupTypeID;
        rollupVerifierType = data.rollupVerifierType;
    }

    /// @notice `rollupIDToRollupDataV2` with a name for every word.
    function rollupIDToRollupDataV2Deserialized(uint32 rollupID)
        external
        view
        returns (
            address rollupContract,
            uint64 chainID,
            address verifier,
            uint64 forkID,
            bytes32 lastLocalExitRoot,
            uint64 lastBatchSequenced,
            uint64 lastVerifiedBatch,
            uint64 lastVerifiedBatchBeforeUpgrade,
            uint64 rollupTypeID,
            VerifierType rollupVerifierType,
            bytes32 lastPessimisticRoot,
            bytes32 programVKey
        )
    {
        RollupDataReturnV2 memory data = _rollupDataV2(rollupID);
        rollupContract = data.rollupContract;
        chainID = data.chainID;
        verifier = data.verifier;
        forkID = data.forkID;
        lastLocalExitRoot = data.lastLocalExitRoot;
        lastBatchSequenced = data.lastBatchSequenced;
        lastVerifiedBatch = data.lastVerifiedBatch;
        lastVerifiedBatchBeforeUpgrade = data.lastVerifiedBatchBeforeUpgrade;
        rollupTypeID = data.rollupTypeID;
        rollupVerifierType = data.rollupVerifierType;
        lastPessimisticRoot = data.lastPessimisticRoot;
        programVKey = data.programVKey;
    }

    function _rollupData(uint32 rollupID) private view returns (RollupDataReturn memory data) {
        RollupData storage rollup = _rollups[rollupID];
        data.rollupContract = rollup.rollupContract;
        data.chainID = rollup.chainID;
        data.verifier = rollup.verifier;
        data.forkID = rollup.forkID;
        data.lastLocalExitRoot = rollup.lastLocalExitRoot;
        data.lastBatchSequenced = rollup.lastBatchSequenced;
        data.lastVerifiedBatch = rollup.lastVerifiedBatch;
        data.lastVerifiedBatchBeforeUpgrade = rollup.lastVerifiedBatchBeforeUpgrade;
        data.rollupTypeID = rollup.rollupTypeID;
        data.rollupVerifierType = rollup.rollupVerifierType;
    }

    function _rollupDataV2(uint32 rollupID) private view returns (RollupDataReturnV2 memory data) {
        RollupData storage rollup = _rollups[rollupID];
        data.rollupContract = rollup.rollupContract;
        data.chainID = rollup.chainID;
        data.verifier = rollup.verifier;
        data.forkID = rollup.forkID;
        data.lastLocalExitRoot = rollup.lastLocalExitRoot;
        data.lastBatchSequenced = rollup.lastBatchSequenced;
        data.lastVerifiedBatch = rollup.lastVerifiedBatch;
        data.lastVerifiedBatchBeforeUpgrade = rollup.lastVerifiedBatchBeforeUpgrade;
        data.rollupTypeID = rollup.rollupTypeID;
        data.rollupVerifierType = rollup.rollupVerifierType;
        data.lastPessimisticRoot = rollup.lastPessimisticRoot;
        data.programVKey = rollup.programVKey;
    }
}
