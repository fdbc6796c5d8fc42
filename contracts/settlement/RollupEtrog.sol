// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {BatchHash} from "../libraries/BatchHash.sol";
import {InitializeTx} from "../libraries/InitializeTx.sol";
import {BatchData} from "../types/Rollup.sol";
import {RollupForced} from "./RollupForced.sol";
import {RollupStorage} from "./RollupStorage.sol";

/// @title A rollup that posts its batches as calldata.
contract RollupEtrog is RollupForced {
    using SafeERC20 for IERC20;

    /// @notice Seconds a batch's highest L2 time may be ahead of L1.
    uint256 public constant TIMESTAMP_RANGE = 36;
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

    uint256 private constant _MAX_TRANSACTIONS_BYTE_LENGTH = 120_000;
    uint64 private constant _INITIAL_FORCE_BATCH_TIMEOUT = 5 days;

    /// @dev What a walk over the batches carries along.
    struct Walk {
        bytes32 accInputHash;
        bytes32 l1InfoRoot;
        uint64 maxSequenceTimestamp;
        address l2Coinbase;
        uint64 lastForcedSequenced;
    }

    constructor(
        IGlobalExitRoot _globalExitRootManager,
        IERC20 _pol,
        IBridge _bridgeAddress,
        IRollupManager _rollupManager
    ) RollupStorage(_globalExitRootManager, _pol, _bridgeAddress, _rollupManager) {}

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
    function sequenceBatches(
        BatchData[] calldata batches,
        uint32 l1InfoTreeLeafCount,
        uint64 maxSequenceTimestamp,
        bytes32 expectedFinalAccInputHash,
        address l2Coinbase
    ) external onlyTrustedSequencer {
        if (batches.length == 0) revert SequenceZeroBatches();
        if (batches.length > _MAX_VERIFY_BATCHES) revert ExceedMaxVerifyBatches();
        if (maxSequenceTimestamp > block.timestamp + TIMESTAMP_RANGE) revert MaxTimestampSequenceInvalid();
        bridgeAddress.updateGlobalExitRoot();
        Walk memory walk;
        walk.l1InfoRoot = globalExitRootManager.l1InfoRootMap(l1InfoTreeLeafCount);
        if (walk.l1InfoRoot == bytes32(0)) revert L1InfoTreeLeafCountInvalid();
        walk.maxSequenceTimestamp = maxSequenceTimestamp;
        walk.l2Coinbase = l2Coinbase;

        _walk(batches, walk);
        uint64 batchNum = _settle(batches.length, walk);
        if (walk.accInputHash != expectedFinalAccInputHash) revert FinalAccInputHashDoesNotMatch();
        emit SequenceBatches(batchNum, walk.l1InfoRoot);
    }

    /// @inheritdoc IRollup
    function onVerifyBatches(uint64 lastVerifiedBatch, bytes32 newStateRoot, address aggregator)
        external
        onlyRollupManager
    {
        emit VerifyBatches(lastVerifiedBatch, newStateRoot, aggregator);
    }

    /// @inheritdoc IRollup
    function rollbackBatches(uint64 targetBatch, bytes32 accInputHashToRollback) external onlyRollupManager {
        lastAccInputHash = accInputHashToRollback;
        emit RollbackBatches(targetBatch, accInputHashToRollback);
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

    /// @dev Chains all batches into the accumulated input hash; forced ones must be the next that wait.
    function _walk(BatchData[] calldata batches, Walk memory walk) private {
        walk.accInputHash = lastAccInputHash;
        walk.lastForcedSequenced = lastForceBatchSequenced;
        for (uint256 i; i < batches.length; i++) {
            BatchData calldata batch = batches[i];
            if (batch.forcedTimestamp > 0) {
                walk.accInputHash = _useForcedBatch(
                    batch, ++walk.lastForcedSequenced, walk.accInputHash, walk.l2Coinbase
                );
            } else {
                if (batch.transactions.length > _MAX_TRANSACTIONS_BYTE_LENGTH) {
                    revert TransactionsLengthAboveMax();
                }
                walk.accInputHash = BatchHash.accInputHash(
                    walk.accInputHash,
                    keccak256(batch.transactions),
                    walk.l1InfoRoot,
                    walk.maxSequenceTimestamp,
                    walk.l2Coinbase,
                    bytes32(0)
                );
            }
        }
        if (walk.lastForcedSequenced > lastForceBatch) revert ForceBatchesOverflow();
    }

    /// @dev Pays the manager, forced batches from what was paid for them, and reports the sequence.
    function _settle(uint256 count, Walk memory walk) private returns (uint64 batchNum) {
        uint256 forced = walk.lastForcedSequenced - lastForceBatchSequenced;
        uint256 forcedPayment = forced == 0 ? 0 : calculatePolPerForceBatch() * forced;
        lastAccInputHash = walk.accInputHash;
        if (forced != 0) {
            lastForceBatchSequenced = walk.lastForcedSequenced;
            pol.safeTransfer(address(rollupManager), forcedPayment);
        }
        if (count != forced) {
            pol.safeTransferFrom(
                msg.sender, address(rollupManager), rollupManager.getBatchFee() * (count - forced)
            );
        }
        batchNum = rollupManager.onSequenceBatches(uint64(count), walk.accInputHash);
    }
}
