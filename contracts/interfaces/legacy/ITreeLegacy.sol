// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Errors that the ABI of a tree's holder also has, and none here raises.
/// @notice They belong to trees that can be rolled back, which sovereign chains have.
interface ITreeLegacy {
    error NewDepositCountExceedsMax();
    error NonZeroValueForUnusedFrontier();
    error SubtreeFrontierMismatch();
}
