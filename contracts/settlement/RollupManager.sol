// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {
    RollupData, RollupDataReturn, RollupDataReturnV2, SequencedBatchData
} from "../types/Rollup.sol";
import {ManagerRollups} from "./manager/ManagerRollups.sol";
import {ManagerSequencing} from "./manager/ManagerSequencing.sol";
import {ManagerStorage} from "./manager/ManagerStorage.sol";
import {ManagerVerification} from "./manager/ManagerVerification.sol";
import "./manager/ManagerRoles.sol";

/// @title The contract that settles all rollups on L1; chains verified by state transition only.
contract RollupManager is ManagerRollups, ManagerVerification, ManagerSequencing {
    uint256 private constant _INITIAL_BATCH_FEE = 0.1 ether;
    uint256 private constant _MIN_BATCH_FEE = 1 gwei;
    uint256 private constant _MAX_BATCH_FEE = 1000 ether;
    /// @dev A forced batch costs this many times a normal one.
    uint256 private constant _FORCED_FEE_MULTIPLE = 100;

    constructor(IGlobalExitRoot _globalExitRootManager, IERC20 _pol, IBridge _bridgeAddress, address _aggLayerGateway)
        ManagerStorage(_globalExitRootManager, _pol, _bridgeAddress, _aggLayerGateway)
    {}

    /// @notice Sets the first fee and the roles; once, in the creating transaction.
    function initialize(address trustedAggregator, address admin, address timelock, address emergencyCouncil)
        external
        reinitializer(5)
    {
        _batchFee = _INITIAL_BATCH_FEE;

        _grantRole(DEFAULT_ADMIN_ROLE, timelock);
        _grantRole(ADD_ROLLUP_TYPE_ROLE, timelock);
        _grantRole(ADD_EXISTING_ROLLUP_ROLE, timelock);
        _grantRole(UPDATE_ROLLUP_ROLE, timelock);

        _grantRole(OBSOLETE_ROLLUP_TYPE_ROLE, admin);
        _grantRole(CREATE_ROLLUP_ROLE, admin);
        _grantRole(STOP_EMERGENCY_ROLE, admin);
        _grantRole(TWEAK_PARAMETERS_ROLE, admin);
        _grantRole(SET_FEE_ROLE, admin);

        _setRoleAdmin(TRUSTED_AGGREGATOR_ROLE, TRUSTED_AGGREGATOR_ROLE_ADMIN);
        _grantRole(TRUSTED_AGGREGATOR_ROLE, trustedAggregator);
        _grantRole(TRUSTED_AGGREGATOR_ROLE_ADMIN, admin);

        _setRoleAdmin(EMERGENCY_COUNCIL_ROLE, EMERGENCY_COUNCIL_ADMIN);
        _grantRole(EMERGENCY_COUNCIL_ROLE, emergencyCouncil);
        _grantRole(EMERGENCY_COUNCIL_ADMIN, emergencyCouncil);
    }

    /// @inheritdoc IRollupManager
    function setBatchFee(uint256 newBatchFee) external onlyRole(SET_FEE_ROLE) {
        if (newBatchFee < _MIN_BATCH_FEE || newBatchFee > _MAX_BATCH_FEE) revert BatchFeeOutOfRange();
        _batchFee = newBatchFee;
        emit SetBatchFee(newBatchFee);
    }

    /// @inheritdoc IEmergencyState
    /// @dev The council at once; anybody else a week after the last verification and the last emergency.
    function activateEmergencyState() external {
        if (!hasRole(EMERGENCY_COUNCIL_ROLE, msg.sender)) {
            uint256 lastAggregation = lastAggregationTimestamp;
            if (
                lastAggregation == 0 || lastAggregation + _HALT_AGGREGATION_TIMEOUT > block.timestamp
                    || lastDeactivatedEmergencyStateTimestamp + _HALT_AGGREGATION_TIMEOUT > block.timestamp
            ) revert HaltTimeoutNotExpired();
        }
        bridgeAddress.activateEmergencyState();
        _activateEmergencyState();
    }

    /// @inheritdoc IEmergencyState
    function deactivateEmergencyState() external onlyRole(STOP_EMERGENCY_ROLE) {
        lastDeactivatedEmergencyStateTimestamp = uint64(block.timestamp);
        bridgeAddress.deactivateEmergencyState();
        _deactivateEmergencyState();
    }

    /// @inheritdoc IRollupManager
    function getBatchFee() external view returns (uint256) {
        return _batchFee;
    }

    /// @inheritdoc IRollupManager
    function getForcedBatchFee() external view returns (uint256) {
        return _batchFee * _FORCED_FEE_MULTIPLE;
    }

    /// @inheritdoc IRollupManager
    function getLastVerifiedBatch(uint32 rollupID) external view returns (uint64) {
        return _rollups[rollupID].lastVerifiedBatch;
    }

    /// @inheritdoc IRollupManager
    function getRollupBatchNumToStateRoot(uint32 rollupID, uint64 batchNum) external view returns (bytes32) {
        return _rollups[rollupID].batchNumToStateRoot[batchNum];
    }

    /// @notice Record of a sequence by the number of its last batch: accumulated input hash, time in seconds, last
    /// batch of the sequence before. Zeros for other numbers.
    function getRollupSequencedBatches(uint32 rollupID, uint64 batchNum)
        external
        view
        returns (SequencedBatchData memory)
    {
        return _rollups[rollupID].sequencedBatches[batchNum];
    }

    /// @inheritdoc IRollupManager
    function rollupIDToRollupData(uint32 rollupID) external view returns (RollupDataReturn memory rollupData) {
        RollupData storage rollup = _rollups[rollupID];
        rollupData.rollupContract = rollup.rollupContract;
        rollupData.chainID = rollup.chainID;
        rollupData.verifier = rollup.verifier;
        rollupData.forkID = rollup.forkID;
        rollupData.lastLocalExitRoot = rollup.lastLocalExitRoot;
        rollupData.lastBatchSequenced = rollup.lastBatchSequenced;
        rollupData.lastVerifiedBatch = rollup.lastVerifiedBatch;
        rollupData.lastVerifiedBatchBeforeUpgrade = rollup.lastVerifiedBatchBeforeUpgrade;
        rollupData.rollupTypeID = rollup.rollupTypeID;
        rollupData.rollupVerifierType = rollup.rollupVerifierType;
    }

    /// @inheritdoc IRollupManager
    function rollupIDToRollupDataV2(uint32 rollupID)
        external
        view
        returns (RollupDataReturnV2 memory rollupData)
    {
        RollupData storage rollup = _rollups[rollupID];
        rollupData.rollupContract = rollup.rollupContract;
        rollupData.chainID = rollup.chainID;
        rollupData.verifier = rollup.verifier;
        rollupData.forkID = rollup.forkID;
        rollupData.lastLocalExitRoot = rollup.lastLocalExitRoot;
        rollupData.lastBatchSequenced = rollup.lastBatchSequenced;
        rollupData.lastVerifiedBatch = rollup.lastVerifiedBatch;
        rollupData.lastVerifiedBatchBeforeUpgrade = rollup.lastVerifiedBatchBeforeUpgrade;
        rollupData.rollupTypeID = rollup.rollupTypeID;
        rollupData.rollupVerifierType = rollup.rollupVerifierType;
        rollupData.lastPessimisticRoot = rollup.lastPessimisticRoot;
        rollupData.programVKey = rollup.programVKey;
    }

    function version() external pure returns (string memory) {
        return ROLLUP_MANAGER_VERSION;
    }
}
