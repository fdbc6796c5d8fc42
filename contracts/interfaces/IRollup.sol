// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BatchData} from "../types/Rollup.sol";
import {IRollupLegacy} from "./legacy/IRollupLegacy.sol";

/// @title A rollup that posts its batches as calldata, as the manager and its users see it.
interface IRollup is IRollupLegacy {
    /// @notice The first batch: it initialises the L2 bridge.
    event InitialSequenceBatches(bytes transactions, bytes32 lastGlobalExitRoot, address sequencer);
    /// @notice Batches up to `numBatch` are sequenced.
    event SequenceBatches(uint64 indexed numBatch, bytes32 l1InfoRoot);
    /// @notice A batch was forced; `transactions` is empty when they can be read from the transaction's input.
    event ForceBatch(
        uint64 indexed forceBatchNum, bytes32 lastGlobalExitRoot, address sequencer, bytes transactions
    );
    /// @notice Forced batches were sequenced without the sequencer.
    event SequenceForceBatches(uint64 indexed numBatch);
    /// @notice Batches up to `numBatch` are verified.
    event VerifyBatches(uint64 indexed numBatch, bytes32 stateRoot, address indexed aggregator);
    /// @notice Sequenced batches after `targetBatch` were dropped.
    event RollbackBatches(uint64 indexed targetBatch, bytes32 accInputHashToRollback);
    event SetTrustedSequencer(address newTrustedSequencer);
    event SetTrustedSequencerURL(string newTrustedSequencerURL);
    event SetForceBatchTimeout(uint64 newforceBatchTimeout);
    event SetForceBatchAddress(address newForceBatchAddress);
    event TransferAdminRole(address newPendingAdmin);
    event AcceptAdminRole(address newAdmin);

    error OnlyAdmin();
    error OnlyPendingAdmin();
    error OnlyTrustedSequencer();
    error OnlyRollupManager();
    /// @notice No batch given.
    error SequenceZeroBatches();
    /// @notice More than 1,000 batches given.
    error ExceedMaxVerifyBatches();
    /// @notice The highest L2 time is more than 36 s ahead.
    error MaxTimestampSequenceInvalid();
    /// @notice The L1 info tree never had this number of leaves.
    error L1InfoTreeLeafCountInvalid();
    /// @notice A forced batch differs from the one that waits.
    error ForcedDataDoesNotMatch();
    /// @notice More than 120,000 bytes in a batch, or 5,000 in a forced one.
    error TransactionsLengthAboveMax();
    /// @notice More forced batches than wait.
    error ForceBatchesOverflow();
    /// @notice The batches do not lead to the accumulated input hash the sequencer expects.
    error FinalAccInputHashDoesNotMatch();
    /// @notice Forcing is reserved to another account.
    error ForceBatchNotAllowed();
    /// @notice Forcing is open to everybody for good.
    error ForceBatchesDecentralized();
    error ForceBatchesNotAllowedOnEmergencyState();
    /// @notice The fee is above what the caller offered.
    error NotEnoughPOLAmount();
    /// @notice The sequencer still has time for the last of these batches.
    error ForceBatchTimeoutNotExpired();
    /// @notice A week must pass after an emergency.
    error HaltTimeoutNotExpiredAfterEmergencyState();
    /// @notice Above a week, or not below the present one outside an emergency.
    error InvalidRangeForceBatchTimeout();

    /// @notice Sets up the rollup and sequences its first batch; manager only, once.
    /// @param networkID Id of the rollup.
    /// @param _gasTokenAddress Token on L1 that is the native coin on L2; 0 for ether.
    function initialize(
        address _admin,
        address sequencer,
        uint32 networkID,
        address _gasTokenAddress,
        string calldata sequencerURL,
        string calldata _networkName
    ) external;

    /// @notice Sequences batches and pays for them in POL; trusted sequencer only.
    /// @param l1InfoTreeLeafCount Leaves of the L1 info tree the batches may refer to.
    /// @param maxSequenceTimestamp Highest L2 time in the batches, in seconds.
    /// @param expectedFinalAccInputHash What the batches must lead to.
    /// @param l2Coinbase Receiver of the L2 fees.
    function sequenceBatches(
        BatchData[] calldata batches,
        uint32 l1InfoTreeLeafCount,
        uint64 maxSequenceTimestamp,
        bytes32 expectedFinalAccInputHash,
        address l2Coinbase
    ) external;

    /// @notice Puts a batch into the queue that the sequencer must include.
    /// @param polAmount Most POL (wei) the caller pays.
    function forceBatch(bytes calldata transactions, uint256 polAmount) external;

    /// @notice Sequences waiting batches whose time has run out.
    function sequenceForceBatches(BatchData[] calldata batches) external;

    /// @notice Told by the manager when batches are verified.
    function onVerifyBatches(uint64 lastVerifiedBatch, bytes32 newStateRoot, address aggregator) external;

    /// @notice Told by the manager when sequenced batches are dropped.
    function rollbackBatches(uint64 targetBatch, bytes32 accInputHashToRollback) external;

    /// @notice POL (wei) each waiting forced batch brings to whoever verifies it.
    function calculatePolPerForceBatch() external view returns (uint256);

    /// @notice The transaction of the first batch, as the batch holds it.
    function generateInitializeTransaction(
        uint32 networkID,
        address _gasTokenAddress,
        uint32 _gasTokenNetwork,
        bytes calldata _gasTokenMetadata
    ) external view returns (bytes memory);

    function admin() external view returns (address);
}
