// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {RollupType, VerifierType} from "../../types/Rollup.sol";
import {ManagerStorage} from "./ManagerStorage.sol";
import {ADD_ROLLUP_TYPE_ROLE, OBSOLETE_ROLLUP_TYPE_ROLE} from "./ManagerRoles.sol";

/// @title Templates of rollups.
abstract contract ManagerTypes is ManagerStorage {
    /// @inheritdoc IRollupManager
    function addNewRollupType(
        address consensusImplementation,
        address verifier,
        uint64 forkID,
        VerifierType rollupVerifierType,
        bytes32 genesis,
        string calldata description,
        bytes32 programVKey
    ) external onlyRole(ADD_ROLLUP_TYPE_ROLE) {
        if (consensusImplementation == address(this)) revert InvalidImplementationAddress();
        _onlyStateTransition(rollupVerifierType);
        if (programVKey != bytes32(0)) revert InvalidRollupType();

        uint32 rollupTypeID = ++rollupTypeCount;
        RollupType storage rollupType = rollupTypeMap[rollupTypeID];
        rollupType.consensusImplementation = consensusImplementation;
        rollupType.verifier = verifier;
        rollupType.forkID = forkID;
        rollupType.genesis = genesis;

        emit AddNewRollupType(
            rollupTypeID,
            consensusImplementation,
            verifier,
            forkID,
            rollupVerifierType,
            genesis,
            description,
            programVKey
        );
    }

    /// @inheritdoc IRollupManager
    function obsoleteRollupType(uint32 rollupTypeID) external onlyRole(OBSOLETE_ROLLUP_TYPE_ROLE) {
        _usableType(rollupTypeID).obsolete = true;
        emit ObsoleteRollupType(rollupTypeID);
    }

    /// @dev A template that exists and is open, or a revert.
    function _usableType(uint32 rollupTypeID) internal view returns (RollupType storage rollupType) {
        if (rollupTypeID == 0 || rollupTypeID > rollupTypeCount) revert RollupTypeDoesNotExist();
        rollupType = rollupTypeMap[rollupTypeID];
        if (rollupType.obsolete) revert RollupTypeObsolete();
    }
}
