// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {ManagerOtherTypes} from "./manager/ManagerOtherTypes.sol";
import {ManagerRollups} from "./manager/ManagerRollups.sol";
import {ManagerSequencing} from "./manager/ManagerSequencing.sol";
import {ManagerStorage} from "./manager/ManagerStorage.sol";
import {ManagerVerification} from "./manager/ManagerVerification.sol";
import {ManagerViews} from "./manager/ManagerViews.sol";
import "./manager/ManagerRoles.sol";

/// @title The contract that settles all rollups on L1; chains verified by state transition only.
contract RollupManager is
    ManagerRollups,
    ManagerVerification,
    ManagerSequencing,
    ManagerOtherTypes,
    ManagerViews
{
    uint256 private constant _INITIAL_BATCH_FEE = 0.1 ether;
    uint256 private constant _MIN_BATCH_FEE = 1 gwei;
    uint256 private constant _MAX_BATCH_FEE = 1000 ether;
    /// @dev Releases before had 1 to 4.
    uint8 private constant _VERSION = 5;
    /// @dev A forced batch costs this many times a normal one.
    uint256 private constant _FORCED_FEE_MULTIPLE = 100;

    constructor(IGlobalExitRoot _globalExitRootManager, IERC20 _pol, IBridge _bridgeAddress, address _aggLayerGateway)
        ManagerStorage(_globalExitRootManager, _pol, _bridgeAddress, _aggLayerGateway)
    {}

    /// @inheritdoc IRollupManager
    function initialize(address trustedAggregator, address admin, address timelock, address emergencyCouncil)
        external
        reinitializer(_VERSION)
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

    /// @notice Completes the upgrade of an earlier manager: nothing changed but the version.
    function initialize() external reinitializer(_VERSION) {
        emit UpdateRollupManagerVersion(ROLLUP_MANAGER_VERSION);
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

    function version() external pure returns (string memory) {
        return ROLLUP_MANAGER_VERSION;
    }
}
