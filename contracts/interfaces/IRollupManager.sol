// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RollupDataReturn, RollupDataReturnV2, VerifierType} from "../types/Rollup.sol";
import {IEmergencyState} from "./IEmergencyState.sol";
import {IManagerLegacy} from "./legacy/IManagerLegacy.sol";

/// @title The contract that settles all rollups on L1.
interface IRollupManager is IEmergencyState, IManagerLegacy {
    event AddNewRollupType(
        uint32 indexed rollupTypeID,
        address consensusImplementation,
        address verifier,
        uint64 forkID,
        VerifierType rollupVerifierType,
        bytes32 genesis,
        string description,
        bytes32 programVKey
    );
    event ObsoleteRollupType(uint32 indexed rollupTypeID);
    event CreateNewRollup(
        uint32 indexed rollupID,
        uint32 rollupTypeID,
        address rollupAddress,
        uint64 chainID,
        address gasTokenAddress
    );
    event AddExistingRollup(
        uint32 indexed rollupID,
        uint64 forkID,
        address rollupAddress,
        uint64 chainID,
        VerifierType rollupVerifierType,
        uint64 lastVerifiedBatchBeforeUpgrade,
        bytes32 programVKey,
        bytes32 initPessimisticRoot
    );
    event UpdateRollup(
        uint32 indexed rollupID, uint32 newRollupTypeID, uint64 lastVerifiedBatchBeforeUpgrade
    );
    event OnSequenceBatches(uint32 indexed rollupID, uint64 lastBatchSequenced);
    event VerifyBatchesTrustedAggregator(
        uint32 indexed rollupID,
        uint64 numBatch,
        bytes32 stateRoot,
        bytes32 exitRoot,
        address indexed aggregator
    );
    event RollbackBatches(
        uint32 indexed rollupID, uint64 indexed targetBatch, bytes32 accInputHashToRollback
    );
    event SetBatchFee(uint256 newBatchFee);
    event UpdateRollupManagerVersion(string rollupManagerVersion);

    error InvalidConstructorInputs();
    error InvalidImplementationAddress();
    error InvalidRollupType();
    error RollupTypeDoesNotExist();
    error RollupTypeObsolete();
    error ChainIDOutOfRange();
    error ChainIDAlreadyExist();
    error RollupAddressAlreadyExist();
    error InvalidInputsForRollupType();
    error InvalidVerifierAddress();
    error UpdateNotCompatible();
    error RollupMustExist();
    error UpdateToSameRollupTypeID();
    error UpdateToOldRollupTypeID();
    error OnlyRollupAdmin();
    error AllSequencedMustBeVerified();
    error NewRollupTypeMustBePessimisticOrALGateway();
    error StateTransitionChainsNotAllowed();
    error NotAllowedAddress();
    error OnlyStateTransitionChains();
    error RollbackBatchIsNotValid();
    error RollbackBatchIsNotEndOfSequence();
    error SenderMustBeRollup();
    error MustSequenceSomeBatch();
    error PendingStateNumExist();
    error InitBatchMustMatchCurrentForkID();
    error OldStateRootDoesNotExist();
    error InitNumBatchAboveLastVerifiedBatch();
    error FinalNumBatchBelowLastVerifiedBatch();
    error OldAccInputHashDoesNotExist();
    error NewAccInputHashDoesNotExist();
    error NewStateRootNotInsidePrime();
    error InvalidProof();
    error BatchFeeOutOfRange();
    error HaltTimeoutNotExpired();

    /// @notice Sets the first fee and the roles; once, in the creating transaction.
    /// @param trustedAggregator May submit proofs.
    /// @param admin Creates rollups, sets fees, ends emergencies.
    /// @param timelock Adds templates and upgrades rollups; administers the roles.
    /// @param emergencyCouncil May pause at any time.
    function initialize(address trustedAggregator, address admin, address timelock, address emergencyCouncil)
        external;

    /// @notice Adds a template for rollups.
    /// @param consensusImplementation Code of the rollups.
    /// @param forkID Rules of the L2 batches.
    /// @param genesis State root of batch 0.
    /// @param programVKey 0 for state transitions.
    function addNewRollupType(
        address consensusImplementation,
        address verifier,
        uint64 forkID,
        VerifierType rollupVerifierType,
        bytes32 genesis,
        string calldata description,
        bytes32 programVKey
    ) external;

    /// @notice Closes a template; rollups created from it stay.
    function obsoleteRollupType(uint32 rollupTypeID) external;

    /// @notice Creates a rollup from a template.
    /// @param initializeBytesAggchain abi.encode(address admin, address sequencer, address gasToken, string
    /// sequencerURL, string networkName).
    function attachAggchainToAL(
        uint32 rollupTypeID,
        uint64 chainID,
        bytes calldata initializeBytesAggchain
    ) external;

    /// @notice The same with separate arguments, as earlier releases had it.
    function createNewRollup(
        uint32 rollupTypeID,
        uint64 chainID,
        address admin,
        address sequencer,
        address gasTokenAddress,
        string calldata sequencerURL,
        string calldata networkName
    ) external;

    /// @notice Takes over a rollup that was not made from a template; its batches count from 0 here.
    /// @param rollupAddress Its proxy, whose admin must be this manager for upgrades.
    /// @param initRoot State root of batch 0.
    /// @param rollupVerifierType State transition; others are refused with OnlyStateTransitionChains.
    /// @param programVKey 0, as is `initPessimisticRoot`.
    function addExistingRollup(
        address rollupAddress,
        address verifier,
        uint64 forkID,
        uint64 chainID,
        bytes32 initRoot,
        VerifierType rollupVerifierType,
        bytes32 programVKey,
        bytes32 initPessimisticRoot
    ) external;

    /// @notice Would move a chain to another verifier type: refused with NewRollupTypeMustBePessimisticOrALGateway,
    /// because no template has another type.
    function initMigration(uint32 rollupID, uint32 newRollupTypeID, bytes calldata upgradeData) external;

    /// @notice Would verify a chain in another way: refused with StateTransitionChainsNotAllowed.
    function verifyPessimisticTrustedAggregator(
        uint32 rollupID,
        uint32 l1InfoTreeLeafCount,
        bytes32 newLocalExitRoot,
        bytes32 newPessimisticRoot,
        bytes calldata proof,
        bytes calldata aggchainData
    ) external;

    /// @notice Would give the public bytes of such a proof: refused with StateTransitionChainsNotAllowed.
    function getInputPessimisticBytes(
        uint32 rollupID,
        bytes32 l1InfoTreeRoot,
        bytes32 newLocalExitRoot,
        bytes32 newPessimisticRoot,
        bytes calldata aggchainData
    ) external view returns (bytes memory);

    /// @notice Moves a rollup to another template.
    /// @param upgradeData Call made to the rollup after the upgrade, or empty.
    function updateRollup(address rollupContract, uint32 newRollupTypeID, bytes calldata upgradeData) external;

    /// @notice The same by the rollup's own admin, to a newer template, once all batches are verified.
    function updateRollupByRollupAdmin(address rollupContract, uint32 newRollupTypeID) external;

    /// @notice Drops sequenced batches that are not verified, back to the end of a sequence.
    function rollbackBatches(address rollupContract, uint64 targetBatch) external;

    /// @notice Told by a rollup that it sequenced batches; returns the number of the last one.
    function onSequenceBatches(uint64 newSequencedBatches, bytes32 newAccInputHash) external returns (uint64);

    /// @notice Accepts a proof for the batches after `initNumBatch` up to `finalNewBatch`.
    /// @param pendingStateNum 0.
    /// @param beneficiary Receives the POL reward.
    function verifyBatchesTrustedAggregator(
        uint32 rollupID,
        uint64 pendingStateNum,
        uint64 initNumBatch,
        uint64 finalNewBatch,
        bytes32 newLocalExitRoot,
        bytes32 newStateRoot,
        address beneficiary,
        bytes32[24] calldata proof
    ) external;

    /// @notice Sets the POL (wei) a batch costs, 1 gwei to 1000 POL.
    function setBatchFee(uint256 newBatchFee) external;

    /// @notice POL (wei) a batch costs.
    function getBatchFee() external view returns (uint256);

    /// @notice POL (wei) a forced batch costs.
    function getForcedBatchFee() external view returns (uint256);

    /// @notice POL (wei) the next verification pays for each batch.
    function calculateRewardPerBatch() external view returns (uint256);

    /// @notice Root of the tree whose leaf i is the last local exit root of rollup i + 1.
    function getRollupExitRoot() external view returns (bytes32);

    /// @notice The 212 public bytes of a proof that the caller would submit.
    function getInputSnarkBytes(
        uint32 rollupID,
        uint64 initNumBatch,
        uint64 finalNewBatch,
        bytes32 newLocalExitRoot,
        bytes32 oldStateRoot,
        bytes32 newStateRoot
    ) external view returns (bytes memory);

    function getLastVerifiedBatch(uint32 rollupID) external view returns (uint64);

    /// @notice State root after a verified batch, 0 for others.
    function getRollupBatchNumToStateRoot(uint32 rollupID, uint64 batchNum) external view returns (bytes32);

    /// @notice The state of a rollup in twelve words.
    function rollupIDToRollupData(uint32 rollupID) external view returns (RollupDataReturn memory rollupData);

    /// @notice The same without the pending words, with the words of other verifier types.
    function rollupIDToRollupDataV2(uint32 rollupID)
        external
        view
        returns (RollupDataReturnV2 memory rollupData);

    /// @notice Time in seconds of the end of the last emergency.
    function lastDeactivatedEmergencyStateTimestamp() external view returns (uint64);
}
