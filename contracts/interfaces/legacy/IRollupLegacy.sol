// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Errors that the ABI of a rollup also has, and this one never raises.
/// @notice Tools look them up by name: what verification raised when a rollup still verified itself, and what
/// belongs to chains verified in other ways.
interface IRollupLegacy {
    error AdminCannotBeZeroAddress();
    error BatchAlreadyVerified();
    error BatchNotSequencedOrNotSequenceEnd();
    error FinalNumBatchBelowLastVerifiedBatch();
    error FinalNumBatchDoesNotMatchPendingState();
    error FinalPendingStateNumInvalid();
    error ForceBatchesAlreadyActive();
    error GasTokenNetworkMustBeZeroOnEther();
    error GlobalExitRootNotExist();
    error HaltTimeoutNotExpired();
    error InitNumBatchAboveLastVerifiedBatch();
    error InitNumBatchDoesNotMatchPendingState();
    error InitSequencedBatchDoesNotMatch();
    error InvalidProof();
    error InvalidRangeBatchTimeTarget();
    error InvalidRangeMultiplierBatchFee();
    error NewAccInputHashDoesNotExist();
    error NewPendingStateTimeoutMustBeLower();
    error NewStateRootNotInsidePrime();
    error NewTrustedAggregatorTimeoutMustBeLower();
    error NotEnoughMaticAmount();
    error OldAccInputHashDoesNotExist();
    error OldStateRootDoesNotExist();
    error OnlyTrustedAggregator();
    error PendingStateDoesNotExist();
    error PendingStateInvalid();
    error PendingStateNotConsolidable();
    error PendingStateTimeoutExceedHaltAggregationTimeout();
    error SequencedTimestampBelowForcedTimestamp();
    error SequencedTimestampInvalid();
    error StoredRootMustBeDifferentThanNewRoot();
    error TrustedAggregatorTimeoutExceedHaltAggregationTimeout();
    error TrustedAggregatorTimeoutNotExpired();
}
