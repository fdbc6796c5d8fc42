// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {VersionedInitializable} from "../proxy/VersionedInitializable.sol";

/// @title State of a rollup; tools read slots 0 to 9, the admin beside the version in slot 0.
abstract contract RollupStorage is VersionedInitializable, IRollup {
    /// @inheritdoc IRollup
    address public admin;
    address public pendingAdmin;
    /// @notice Account whose batches are accepted.
    address public trustedSequencer;
    string public trustedSequencerURL;
    string public networkName;
    /// @notice Accumulated input hash after the last sequenced batch.
    bytes32 public lastAccInputHash;
    /// @notice Records of waiting forced batches.
    mapping(uint64 => bytes32) public forcedBatches;
    uint64 public lastForceBatch;
    uint64 public lastForceBatchSequenced;
    /// @notice Seconds the sequencer has for a forced batch.
    uint64 public forceBatchTimeout;
    /// @notice Who may force batches; 0 for everybody.
    address public forceBatchAddress;
    /// @notice Token that is the native coin on L2, on its origin network; 0 for ether.
    address public gasTokenAddress;
    uint32 public gasTokenNetwork;
    uint256[50] private _gap;

    IGlobalExitRoot public immutable globalExitRootManager;
    IERC20 public immutable pol;
    IBridge public immutable bridgeAddress;
    IRollupManager public immutable rollupManager;

    modifier onlyAdmin() {
        if (msg.sender != admin) revert OnlyAdmin();
        _;
    }

    modifier onlyTrustedSequencer() {
        if (msg.sender != trustedSequencer) revert OnlyTrustedSequencer();
        _;
    }

    modifier onlyRollupManager() {
        if (msg.sender != address(rollupManager)) revert OnlyRollupManager();
        _;
    }

    constructor(
        IGlobalExitRoot _globalExitRootManager,
        IERC20 _pol,
        IBridge _bridgeAddress,
        IRollupManager _rollupManager
    ) {
        globalExitRootManager = _globalExitRootManager;
        pol = _pol;
        bridgeAddress = _bridgeAddress;
        rollupManager = _rollupManager;
        _disableInitializers();
    }
}
