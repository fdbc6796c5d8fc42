// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title A contract that can be paused as a whole.
interface IEmergencyState {
    event EmergencyStateActivated();
    event EmergencyStateDeactivated();

    /// @notice Only while the emergency state is off.
    error OnlyNotEmergencyState();
    /// @notice Only while the emergency state is on.
    error OnlyEmergencyState();

    /// @notice Whether the contract is paused.
    function isEmergencyState() external view returns (bool);

    /// @notice Pauses.
    function activateEmergencyState() external;

    /// @notice Resumes.
    function deactivateEmergencyState() external;
}
