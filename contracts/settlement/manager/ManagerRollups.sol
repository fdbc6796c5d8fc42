// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ITransparentUpgradeableProxy} from
    "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
import {IRollup} from "../../interfaces/IRollup.sol";
import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {TransparentProxy} from "../../proxy/TransparentProxy.sol";
import {RollupData, RollupType, VerifierType} from "../../types/Rollup.sol";
import {ADD_EXISTING_ROLLUP_ROLE, CREATE_ROLLUP_ROLE, UPDATE_ROLLUP_ROLE} from "./ManagerRoles.sol";
import {ManagerTypes} from "./ManagerTypes.sol";

/// @title Creation and upgrade of rollups.
abstract contract ManagerRollups is ManagerTypes {
    /// @dev What a rollup is initialised with.
    struct RollupSetup {
        address admin;
        address sequencer;
        address gasTokenAddress;
        string sequencerURL;
        string networkName;
    }

    /// @inheritdoc IRollupManager
    function attachAggchainToAL(uint32 rollupTypeID, uint64 chainID, bytes calldata initializeBytesAggchain)
        external
        onlyRole(CREATE_ROLLUP_ROLE)
    {
        RollupSetup memory setup;
        (setup.admin, setup.sequencer, setup.gasTokenAddress, setup.sequencerURL, setup.networkName) =
            abi.decode(initializeBytesAggchain, (address, address, address, string, string));
        _create(rollupTypeID, chainID, setup);
    }

    /// @inheritdoc IRollupManager
    function createNewRollup(
        uint32 rollupTypeID,
        uint64 chainID,
        address admin,
        address sequencer,
        address gasTokenAddress,
        string calldata sequencerURL,
        string calldata networkName
    ) external onlyRole(CREATE_ROLLUP_ROLE) {
        RollupSetup memory setup;
        setup.admin = admin;
        setup.sequencer = sequencer;
        setup.gasTokenAddress = gasTokenAddress;
        setup.sequencerURL = sequencerURL;
        setup.networkName = networkName;
        _create(rollupTypeID, chainID, setup);
    }

    /// @inheritdoc IRollupManager
    function addExistingRollup(
        address rollupAddress,
        address verifier,
        uint64 forkID,
        uint64 chainID,
        bytes32 initRoot,
        VerifierType rollupVerifierType,
        bytes32 programVKey,
        bytes32 initPessimisticRoot
    ) external onlyRole(ADD_EXISTING_ROLLUP_ROLE) {
        _onlyNewChain(chainID);
        if (rollupAddressToID[rollupAddress] != 0) revert RollupAddressAlreadyExist();
        if (rollupAddress == address(this) || rollupAddress.code.length == 0) revert InvalidImplementationAddress();
        _onlyStateTransition(rollupVerifierType);
        if (programVKey != bytes32(0) || initPessimisticRoot != bytes32(0)) revert InvalidInputsForRollupType();
        if (verifier.code.length == 0) revert InvalidVerifierAddress();

        uint32 rollupID = ++rollupCount;
        RollupData storage rollup = _register(rollupID, rollupAddress, chainID);
        rollup.verifier = verifier;
        rollup.forkID = forkID;
        rollup.batchNumToStateRoot[0] = initRoot;
        emit AddExistingRollup(
            rollupID,
            forkID,
            rollupAddress,
            chainID,
            rollupVerifierType,
            0,
            programVKey,
            initPessimisticRoot
        );
    }

    /// @inheritdoc IRollupManager
    function updateRollup(address rollupContract, uint32 newRollupTypeID, bytes calldata upgradeData)
        external
        onlyRole(UPDATE_ROLLUP_ROLE)
    {
        _update(rollupContract, newRollupTypeID, upgradeData);
    }

    /// @inheritdoc IRollupManager
    function updateRollupByRollupAdmin(address rollupContract, uint32 newRollupTypeID) external {
        if (IRollup(rollupContract).admin() != msg.sender) revert OnlyRollupAdmin();
        RollupData storage rollup = _rollups[rollupAddressToID[rollupContract]];
        if (rollup.lastBatchSequenced != rollup.lastVerifiedBatch) revert AllSequencedMustBeVerified();
        if (rollup.rollupTypeID >= newRollupTypeID) revert UpdateToOldRollupTypeID();
        _update(rollupContract, newRollupTypeID, "");
    }

    function _create(uint32 rollupTypeID, uint64 chainID, RollupSetup memory setup) private {
        RollupType storage rollupType = _usableType(rollupTypeID);
        _onlyNewChain(chainID);

        uint32 rollupID = ++rollupCount;
        address rollupAddress =
            address(new TransparentProxy(rollupType.consensusImplementation, address(this), ""));
        RollupData storage rollup = _register(rollupID, rollupAddress, chainID);
        rollup.verifier = rollupType.verifier;
        rollup.forkID = rollupType.forkID;
        rollup.rollupTypeID = rollupTypeID;
        rollup.rollupVerifierType = rollupType.rollupVerifierType;
        rollup.batchNumToStateRoot[0] = rollupType.genesis;

        emit CreateNewRollup(rollupID, rollupTypeID, rollupAddress, chainID, setup.gasTokenAddress);
        IRollup(rollupAddress).initialize(
            setup.admin,
            setup.sequencer,
            rollupID,
            setup.gasTokenAddress,
            setup.sequencerURL,
            setup.networkName
        );
    }

    function _onlyNewChain(uint64 chainID) private view {
        if (chainIDToRollupID[chainID] != 0) revert ChainIDAlreadyExist();
        if (chainID > type(uint32).max) revert ChainIDOutOfRange();
    }

    /// @dev Makes the rollup known by its address and chain id.
    function _register(uint32 rollupID, address rollupAddress, uint64 chainID)
        private
        returns (RollupData storage rollup)
    {
        chainIDToRollupID[chainID] = rollupID;
        rollupAddressToID[rollupAddress] = rollupID;
        rollup = _rollups[rollupID];
        rollup.rollupContract = rollupAddress;
        rollup.chainID = chainID;
    }

    function _update(address rollupContract, uint32 newRollupTypeID, bytes memory upgradeData) private {
        if (newRollupTypeID == 0 || newRollupTypeID > rollupTypeCount) revert RollupTypeDoesNotExist();
        (uint32 rollupID, RollupData storage rollup) = _rollupAt(rollupContract);
        if (rollup.rollupTypeID == newRollupTypeID) revert UpdateToSameRollupTypeID();
        RollupType storage rollupType = _usableType(newRollupTypeID);
        if (rollup.rollupVerifierType != rollupType.rollupVerifierType) revert UpdateNotCompatible();

        uint64 lastVerifiedBatch = rollup.lastVerifiedBatch;
        rollup.verifier = rollupType.verifier;
        rollup.forkID = rollupType.forkID;
        rollup.rollupTypeID = newRollupTypeID;
        rollup.programVKey = rollupType.programVKey;
        rollup.lastVerifiedBatchBeforeUpgrade = lastVerifiedBatch;

        ITransparentUpgradeableProxy(rollupContract).upgradeToAndCall(
            rollupType.consensusImplementation, upgradeData
        );
        emit UpdateRollup(rollupID, newRollupTypeID, lastVerifiedBatch);
    }
}
