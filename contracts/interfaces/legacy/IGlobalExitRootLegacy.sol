// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Errors that the ABI of a global exit root contract also has, and none here raises.
/// @notice They belong to sovereign chains, whose roots are inserted and removed by accounts.
interface IGlobalExitRootLegacy {
    error GlobalExitRootAlreadySet();
    error GlobalExitRootNotFound();
    error InvalidZeroAddress();
    error OnlyGlobalExitRootRemover();
    error OnlyGlobalExitRootUpdater();
    error OnlyPendingGlobalExitRootRemover();
    error OnlyPendingGlobalExitRootUpdater();
}
