// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice How the batches of a chain are verified. Only state transitions are settled here so far.
enum VerifierType {
    StateTransition,
    Pessimistic,
    ALGateway
}

/// @notice One sequenced batch as it is given to the rollup.
/// @param transactions L2 data of the batch.
/// @param forcedGlobalExitRoot Global exit root of a forced batch, else 0.
/// @param forcedTimestamp Time the batch was forced in seconds, else 0; greater than 0 marks a forced batch.
/// @param forcedBlockHashL1 Parent hash of the L1 block that forced the batch, else 0.
struct BatchData {
    bytes transactions;
    bytes32 forcedGlobalExitRoot;
    uint64 forcedTimestamp;
    bytes32 forcedBlockHashL1;
}

/// @notice The same with the hash of the data in the data's place.
struct HashedBatchData {
    bytes32 transactionsHash;
    bytes32 forcedGlobalExitRoot;
    uint64 forcedTimestamp;
    bytes32 forcedBlockHashL1;
}

/// @notice What the manager keeps for the last batch of every sequence.
struct SequencedBatchData {
    bytes32 accInputHash;
    uint64 sequencedTimestamp;
    uint64 previousLastBatchSequenced;
}

/// @notice A template from which rollups are created.
struct RollupType {
    address consensusImplementation;
    address verifier;
    uint64 forkID;
    VerifierType rollupVerifierType;
    bool obsolete;
    bytes32 genesis;
    bytes32 programVKey;
}

/// @notice State of one attached rollup, in the layout that managers with pending states have.
struct RollupData {
    address rollupContract;
    uint64 chainID;
    address verifier;
    uint64 forkID;
    mapping(uint64 batchNum => bytes32) batchNumToStateRoot;
    mapping(uint64 batchNum => SequencedBatchData) sequencedBatches;
    mapping(uint256 => bytes32) legacyPendingStates;
    bytes32 lastLocalExitRoot;
    uint64 lastBatchSequenced;
    uint64 lastVerifiedBatch;
    uint64 legacyLastPendingState;
    uint64 legacyLastPendingStateConsolidated;
    uint64 lastVerifiedBatchBeforeUpgrade;
    uint64 rollupTypeID;
    VerifierType rollupVerifierType;
    bytes32 lastPessimisticRoot;
    bytes32 programVKey;
}

/// @notice The twelve words consumers read; the two pending words are always 0.
struct RollupDataReturn {
    address rollupContract;
    uint64 chainID;
    address verifier;
    uint64 forkID;
    bytes32 lastLocalExitRoot;
    uint64 lastBatchSequenced;
    uint64 lastVerifiedBatch;
    uint64 legacyLastPendingState;
    uint64 legacyLastPendingStateConsolidated;
    uint64 lastVerifiedBatchBeforeUpgrade;
    uint64 rollupTypeID;
    VerifierType rollupVerifierType;
}

/// @notice The second form of the same data, without the pending words.
struct RollupDataReturnV2 {
    address rollupContract;
    uint64 chainID;
    address verifier;
    uint64 forkID;
    bytes32 lastLocalExitRoot;
    uint64 lastBatchSequenced;
    uint64 lastVerifiedBatch;
    uint64 lastVerifiedBatchBeforeUpgrade;
    uint64 rollupTypeID;
    VerifierType rollupVerifierType;
    bytes32 lastPessimisticRoot;
    bytes32 programVKey;
}
