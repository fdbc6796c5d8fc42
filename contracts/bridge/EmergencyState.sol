// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEmergencyState} from "../interfaces/IEmergencyState.sol";

/// @title The pause switch; who may turn it is up to the contract.
abstract contract EmergencyState is IEmergencyState {
    uint256[10] private _gap;
    /// @inheritdoc IEmergencyState
    bool public isEmergencyState;

    modifier ifNotEmergencyState() {
        if (isEmergencyState) revert OnlyNotEmergencyState();
        _;
    }

    modifier ifEmergencyState() {
        if (!isEmergencyState) revert OnlyEmergencyState();
        _;
    }

    function _activateEmergencyState() internal ifNotEmergencyState {
        isEmergencyState = true;
        emit EmergencyStateActivated();
    }

    function _deactivateEmergencyState() internal ifEmergencyState {
        isEmergencyState = false;
        emit EmergencyStateDeactivated();
    }
}
