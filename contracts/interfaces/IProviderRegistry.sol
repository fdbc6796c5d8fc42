// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {HardwareNeeds, ProviderRecord} from "../types/Hardware.sol";

/// @title Providers' hardware records.
/// @dev Trust: records are declarations of the providers themselves; nothing here measures a machine.
interface IProviderRegistry {
    event ProviderRegistered(address indexed provider, ProviderRecord record);
    event ProviderDeregistered(address indexed provider);

    /// @notice Thrown when a record has no payout account.
    error PayoutZero();
    /// @notice Thrown when the account has no record.
    error ProviderUnknown(address provider);

    /// @notice Writes or replaces the caller's record.
    function register(ProviderRecord calldata record) external;

    /// @notice Deletes the caller's record.
    function deregister() external;

    /// @notice A provider's record.
    function provider(address account) external view returns (ProviderRecord memory);

    /// @notice True when the account has a record and active stake.
    function isActive(address account) external view returns (bool);

    /// @notice Why a provider cannot take a job with these needs: a `REASON_…` code, zero when it can.
    function ineligibility(address account, HardwareNeeds calldata needs) external view returns (bytes32 reason);

    /// @notice Account that earnings are credited to: the record's payout, the provider itself when it has no record.
    function payoutOf(address account) external view returns (address);
}
