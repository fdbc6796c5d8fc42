// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {EmergencyState} from "../../bridge/EmergencyState.sol";
import {IBridge} from "../../interfaces/IBridge.sol";
import {IGlobalExitRoot} from "../../interfaces/IGlobalExitRoot.sol";
import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {RollupData, RollupType, VerifierType} from "../../types/Rollup.sol";
import {ManagerAccessControl} from "./ManagerAccessControl.sol";

/// @title State of the rollup manager: the pause flag is in slot 111, what is below begins at slot 112.
abstract contract ManagerStorage is ManagerAccessControl, EmergencyState, IRollupManager {
    // solhint-disable-next-line const-name-snakecase
    string public constant ROLLUP_MANAGER_VERSION = "v1.0.0";
    /// @dev Without a verified batch for this long, anybody may pause; in seconds.
    uint64 internal constant _HALT_AGGREGATION_TIMEOUT = 1 weeks;

    /// @dev Slots 112 to 125 belong to what earlier releases kept; tools still read 114.
    uint256[14] private _legacy;
    /// @dev Slot 126.
    uint32 public rollupTypeCount;
    mapping(uint32 rollupTypeID => RollupType) public rollupTypeMap;
    uint32 public rollupCount;
    mapping(uint32 rollupID => RollupData) internal _rollups;
    mapping(address rollupAddress => uint32 rollupID) public rollupAddressToID;
    mapping(uint64 chainID => uint32 rollupID) public chainIDToRollupID;
    /// @dev Slot 132, three words in one.
    uint64 public totalSequencedBatches;
    uint64 public totalVerifiedBatches;
    /// @notice Time in seconds of the last verification.
    uint64 public lastAggregationTimestamp;
    uint256 private _legacyTimeouts;
    /// @dev Slot 134.
    uint256 internal _batchFee;
    /// @inheritdoc IRollupManager
    uint64 public lastDeactivatedEmergencyStateTimestamp;
    /// @notice Whether a rollup moves to another verifier type; none does here.
    /// @dev Slot 136.
    mapping(uint32 rollupID => bool) public isRollupMigrating;

    IGlobalExitRoot public immutable globalExitRootManager;
    IBridge public immutable bridgeAddress;
    IERC20 public immutable pol;
    /// @notice Gateway for other verifier types, none of which is settled here yet.
    address public immutable aggLayerGateway;

    constructor(IGlobalExitRoot _globalExitRootManager, IERC20 _pol, IBridge _bridgeAddress, address _aggLayerGateway)
    {
        if (
            address(_globalExitRootManager) == address(0) || address(_pol) == address(0)
                || address(_bridgeAddress) == address(0) || _aggLayerGateway == address(0)
        ) revert InvalidConstructorInputs();
        globalExitRootManager = _globalExitRootManager;
        pol = _pol;
        bridgeAddress = _bridgeAddress;
        aggLayerGateway = _aggLayerGateway;
        _disableInitializers();
    }

    /// @dev The rollup at an address, or a revert.
    function _rollupAt(address rollupContract) internal view returns (uint32 rollupID, RollupData storage rollup) {
        rollupID = rollupAddressToID[rollupContract];
        if (rollupID == 0) revert RollupMustExist();
        rollup = _rollups[rollupID];
    }

    function _onlyStateTransition(VerifierType verifierType) internal pure {
        if (verifierType != VerifierType.StateTransition) revert OnlyStateTransitionChains();
    }
}
