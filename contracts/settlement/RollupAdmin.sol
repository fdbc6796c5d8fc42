// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RollupStorage} from "./RollupStorage.sol";

/// @title What a rollup's admin may change.
abstract contract RollupAdmin is RollupStorage {
    uint64 internal constant _HALT_AGGREGATION_TIMEOUT = 1 weeks;

    /// @notice Replaces the sequencer.
    function setTrustedSequencer(address newTrustedSequencer) external onlyAdmin {
        trustedSequencer = newTrustedSequencer;
        emit SetTrustedSequencer(newTrustedSequencer);
    }

    /// @notice Replaces the sequencer's RPC address.
    function setTrustedSequencerURL(string calldata newTrustedSequencerURL) external onlyAdmin {
        trustedSequencerURL = newTrustedSequencerURL;
        emit SetTrustedSequencerURL(newTrustedSequencerURL);
    }

    /// @notice Reserves forcing to one account, or opens it for good with 0.
    function setForceBatchAddress(address newForceBatchAddress) external onlyAdmin {
        if (forceBatchAddress == address(0)) revert ForceBatchesDecentralized();
        forceBatchAddress = newForceBatchAddress;
        emit SetForceBatchAddress(newForceBatchAddress);
    }

    /// @notice Changes the seconds the sequencer has for a forced batch: outside an emergency downwards only.
    function setForceBatchTimeout(uint64 newforceBatchTimeout) external onlyAdmin {
        if (newforceBatchTimeout > _HALT_AGGREGATION_TIMEOUT) revert InvalidRangeForceBatchTimeout();
        if (!rollupManager.isEmergencyState() && newforceBatchTimeout >= forceBatchTimeout) {
            revert InvalidRangeForceBatchTimeout();
        }
        forceBatchTimeout = newforceBatchTimeout;
        emit SetForceBatchTimeout(newforceBatchTimeout);
    }

    /// @notice Offers the admin's place; the other side must accept.
    function transferAdminRole(address newPendingAdmin) external onlyAdmin {
        pendingAdmin = newPendingAdmin;
        emit TransferAdminRole(newPendingAdmin);
    }

    /// @notice Accepts the admin's place.
    function acceptAdminRole() external {
        if (msg.sender != pendingAdmin) revert OnlyPendingAdmin();
        admin = msg.sender;
        emit AcceptAdminRole(msg.sender);
    }
}
