// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {VerifierType} from "../../types/Rollup.sol";

/// @title What the ABI of a rollup manager also has, and this one never emits or raises.
/// @notice Tools decode by the ABI they were given and look these names up: the events and errors belong to
/// chains verified in other ways, to migrations between them, and to releases with pending states.
interface IManagerLegacy {
    event CreateNewAggchain(
        uint32 indexed rollupID,
        uint32 rollupTypeID,
        address rollupAddress,
        uint64 chainID,
        VerifierType rollupVerifierType,
        bytes initializeBytesAggchain
    );
    event InitMigration(uint32 indexed rollupID, uint32 newRollupTypeID);
    event CompletedMigration(uint32 indexed rollupID);
    event VerifyPessimisticStateTransition(
        uint32 indexed rollupID,
        bytes32 prevPessimisticRoot,
        bytes32 newPessimisticRoot,
        bytes32 prevLocalExitRoot,
        bytes32 newLocalExitRoot,
        bytes32 l1InfoRoot,
        address indexed trustedAggregator
    );
    event SetTrustedAggregator(address newTrustedAggregator);

    error AggchainDataMustBeZeroForPessimisticVerifierType();
    error InvalidNewLocalExitRoot();
    error InvalidPessimisticProof();
    error InvalidVerifierType();
    error L1InfoTreeLeafCountInvalid();
    error OnlyAggchainManager();

    error AllBatchesMustBeVerified();
    error AllzkEVMSequencedBatchesMustBeVerified();
    error CannotUpdateWithUnconsolidatedPendingState();
    error EmptyVerifySequencesData();
    error ExceedMaxVerifyBatches();
    error FinalNumBatchDoesNotMatchPendingState();
    error FinalNumSequenceBelowLastVerifiedSequence();
    error FinalNumSequenceDoesNotMatchPendingState();
    error FinalPendingStateNumInvalid();
    error InitNumBatchDoesNotMatchPendingState();
    error InitSequenceMustMatchCurrentForkID();
    error InitSequenceNumDoesNotMatchPendingState();
    error InvalidRangeBatchTimeTarget();
    error InvalidRangeMultiplierBatchFee();
    error InvalidRangeMultiplierZkGasPrice();
    error InvalidRangeSequenceTimeTarget();
    error InvalidRollup();
    error MustSequenceSomeBlob();
    error NewPendingStateTimeoutMustBeLower();
    error NewTrustedAggregatorTimeoutMustBeLower();
    error PendingStateDoesNotExist();
    error PendingStateInvalid();
    error PendingStateNotConsolidable();
    error RollupIDNotAscendingOrder();
    error StoredRootMustBeDifferentThanNewRoot();
    error TrustedAggregatorTimeoutNotExpired();
    error zkGasPriceOfRange();
}
