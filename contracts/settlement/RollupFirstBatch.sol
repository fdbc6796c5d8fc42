// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBridge} from "../interfaces/IBridge.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {BatchHash} from "../libraries/BatchHash.sol";
import {InitializeTx} from "../libraries/InitializeTx.sol";
import {RollupForced} from "./RollupForced.sol";

/// @title Creation of a rollup: its roles, its gas token and the injected first batch.
abstract contract RollupFirstBatch is RollupForced {
    address public constant GLOBAL_EXIT_ROOT_MANAGER_L2 = 0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA;
    bytes32 public constant SIGNATURE_INITIALIZE_TX_R = InitializeTx.SIGNATURE_R;
    bytes32 public constant SIGNATURE_INITIALIZE_TX_S = InitializeTx.SIGNATURE_S;
    uint8 public constant SIGNATURE_INITIALIZE_TX_V = InitializeTx.SIGNATURE_V;
    bytes1 public constant INITIALIZE_TX_EFFECTIVE_PERCENTAGE = InitializeTx.EFFECTIVE_PERCENTAGE;
    bytes public constant INITIALIZE_TX_BRIDGE_PARAMS = InitializeTx.BEFORE_BRIDGE;
    bytes public constant INITIALIZE_TX_BRIDGE_PARAMS_AFTER_BRIDGE_ADDRESS = InitializeTx.AFTER_BRIDGE;
    bytes public constant INITIALIZE_TX_BRIDGE_PARAMS_AFTER_BRIDGE_ADDRESS_EMPTY_METADATA =
        InitializeTx.AFTER_BRIDGE_EMPTY_METADATA;
    uint8 public constant INITIALIZE_TX_BRIDGE_LIST_LEN_LEN = InitializeTx.LIST_LEN_LEN;
    uint16 public constant INITIALIZE_TX_CONSTANT_BYTES = InitializeTx.CONSTANT_BYTES;
    uint16 public constant INITIALIZE_TX_CONSTANT_BYTES_EMPTY_METADATA =
        InitializeTx.CONSTANT_BYTES_EMPTY_METADATA;
    uint8 public constant INITIALIZE_TX_DATA_LEN_EMPTY_METADATA = InitializeTx.DATA_LEN_EMPTY_METADATA;

    uint64 private constant _INITIAL_FORCE_BATCH_TIMEOUT = 5 days;

    /// @inheritdoc IRollup
    function initialize(
        address _admin,
        address sequencer,
        uint32 networkID,
        address _gasTokenAddress,
        string calldata sequencerURL,
        string calldata _networkName
    ) external onlyRollupManager reinitializer(1) {
        admin = _admin;
        trustedSequencer = sequencer;
        trustedSequencerURL = sequencerURL;
        networkName = _networkName;
        forceBatchAddress = _admin;
        forceBatchTimeout = _INITIAL_FORCE_BATCH_TIMEOUT;
        _sequenceFirstBatch(networkID, sequencer, _setGasToken(_gasTokenAddress));
    }

    /// @inheritdoc IRollup
    function generateInitializeTransaction(
        uint32 networkID,
        address _gasTokenAddress,
        uint32 _gasTokenNetwork,
        bytes memory _gasTokenMetadata
    ) public view returns (bytes memory) {
        bytes memory call = abi.encodeCall(
            IBridge.initialize,
            (
                networkID,
                _gasTokenAddress,
                _gasTokenNetwork,
                GLOBAL_EXIT_ROOT_MANAGER_L2,
                address(0),
                _gasTokenMetadata
            )
        );
        return InitializeTx.encode(address(bridgeAddress), call, _gasTokenMetadata.length == 0);
    }

    /// @dev A token the bridge wraps counts as what it wraps.
    function _setGasToken(address token) private returns (bytes memory metadata) {
        if (token == address(0)) return "";
        metadata = bridgeAddress.getTokenMetadata(token);
        (uint32 originNetwork, address originToken) = bridgeAddress.wrappedTokenToTokenInfo(token);
        if (originNetwork != 0) {
            gasTokenAddress = originToken;
            gasTokenNetwork = originNetwork;
        } else {
            gasTokenAddress = token;
        }
    }

    function _sequenceFirstBatch(uint32 networkID, address sequencer, bytes memory metadata) private {
        bytes memory transaction =
            generateInitializeTransaction(networkID, gasTokenAddress, gasTokenNetwork, metadata);
        bytes32 lastGlobalExitRoot = globalExitRootManager.getLastGlobalExitRoot();
        bytes32 accInputHash = BatchHash.accInputHash(
            bytes32(0),
            keccak256(transaction),
            lastGlobalExitRoot,
            uint64(block.timestamp),
            sequencer,
            blockhash(block.number - 1)
        );
        lastAccInputHash = accInputHash;
        rollupManager.onSequenceBatches(1, accInputHash);
        emit InitialSequenceBatches(transaction, lastGlobalExitRoot, sequencer);
    }
}
