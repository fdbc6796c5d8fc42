import { parseAbi } from 'viem';

/** The events that tell an L2 node everything about its settlement. */
export const settlementEvents = parseAbi([
  'event UpdateL1InfoTree(bytes32 indexed mainnetExitRoot, bytes32 indexed rollupExitRoot)',
  'event UpdateL1InfoTreeV2(bytes32 currentL1InfoRoot, uint32 indexed leafCount, uint256 blockhash, uint64 minTimestamp)',
  'event InitialSequenceBatches(bytes transactions, bytes32 lastGlobalExitRoot, address sequencer)',
  'event SequenceBatches(uint64 indexed numBatch, bytes32 l1InfoRoot)',
  'event SequenceForceBatches(uint64 indexed numBatch)',
  'event ForceBatch(uint64 indexed forceBatchNum, bytes32 lastGlobalExitRoot, address sequencer, bytes transactions)',
  'event RollbackBatches(uint64 indexed targetBatch, bytes32 accInputHashToRollback)',
  'event VerifyBatchesTrustedAggregator(uint32 indexed rollupID, uint64 numBatch, bytes32 stateRoot, bytes32 exitRoot, address indexed aggregator)',
]);

/** The calls whose data holds the batches. */
export const sequenceFunctions = parseAbi([
  'struct BatchData { bytes transactions; bytes32 forcedGlobalExitRoot; uint64 forcedTimestamp; bytes32 forcedBlockHashL1; }',
  'function sequenceBatches(BatchData[] batches, uint32 l1InfoTreeLeafCount, uint64 maxSequenceTimestamp, bytes32 expectedFinalAccInputHash, address l2Coinbase)',
  'function sequenceForceBatches(BatchData[] batches)',
  'struct HashedBatchData { bytes32 transactionsHash; bytes32 forcedGlobalExitRoot; uint64 forcedTimestamp; bytes32 forcedBlockHashL1; }',
  'function sequenceBatchesValidium(HashedBatchData[] batches, uint32 l1InfoTreeLeafCount, uint64 maxSequenceTimestamp, bytes32 expectedFinalAccInputHash, address l2Coinbase, bytes dataAvailabilityMessage)',
]);

/** The call whose data holds a forced batch. */
export const forceFunctions = parseAbi([
  'function forceBatch(bytes transactions, uint256 polAmount)',
]);

/** What the manager keeps of each rollup. */
export const managerViews = parseAbi([
  'function getRollupSequencedBatches(uint32 rollupID, uint64 batchNum) view returns (bytes32 accInputHash, uint64 sequencedTimestamp, uint64 previousLastBatchSequenced)',
  'function rollupIDToRollupData(uint32 rollupID) view returns (address rollupContract, uint64 chainID, address verifier, uint64 forkID, bytes32 lastLocalExitRoot, uint64 lastBatchSequenced, uint64 lastVerifiedBatch, uint64 lastPendingState, uint64 lastPendingStateConsolidated, uint64 lastVerifiedBatchBeforeUpgrade, uint64 rollupTypeID, uint8 rollupVerifierType)',
  'function getRollupBatchNumToStateRoot(uint32 rollupID, uint64 batchNum) view returns (bytes32)',
]);
