// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {RollupData} from "../../types/Rollup.sol";
import {TRUSTED_AGGREGATOR_ROLE, UPDATE_ROLLUP_ROLE} from "./ManagerRoles.sol";
import {ManagerStorage} from "./ManagerStorage.sol";

/// @title Entry points of chains verified in other ways: there are none here, so all of them refuse.
/// @notice They refuse as a manager does that knows the other ways, when it is called for a chain verified by
/// state transition, or to migrate one to a template of the same kind.
abstract contract ManagerOtherTypes is ManagerStorage {
    /// @inheritdoc IRollupManager
    function initMigration(uint32 rollupID, uint32, bytes calldata) external view onlyRole(UPDATE_ROLLUP_ROLE) {
        RollupData storage rollup = _rollups[rollupID];
        if (rollup.lastBatchSequenced != rollup.lastVerifiedBatch) revert AllSequencedMustBeVerified();
        revert NewRollupTypeMustBePessimisticOrALGateway();
    }

    /// @inheritdoc IRollupManager
    function verifyPessimisticTrustedAggregator(
        uint32,
        uint32,
        bytes32,
        bytes32,
        bytes calldata,
        bytes calldata
    ) external view onlyRole(TRUSTED_AGGREGATOR_ROLE) {
        revert StateTransitionChainsNotAllowed();
    }

    /// @inheritdoc IRollupManager
    function getInputPessimisticBytes(uint32, bytes32, bytes32, bytes32, bytes calldata)
        external
        pure
        returns (bytes memory)
    {
        revert StateTransitionChainsNotAllowed();
    }
}
