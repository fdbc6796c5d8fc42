// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Bridge} from "../bridge/Bridge.sol";
import {GlobalExitRoot} from "../bridge/GlobalExitRoot.sol";
import {GlobalExitRootL2} from "../bridge/GlobalExitRootL2.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {ExitHash} from "../libraries/ExitHash.sol";
import {AlwaysTrueVerifier} from "../mocks/AlwaysTrueVerifier.sol";
import {SettlementProxyAdmin} from "../proxy/SettlementProxyAdmin.sol";
import {TransparentProxy} from "../proxy/TransparentProxy.sol";
import {RollupEtrog} from "../settlement/RollupEtrog.sol";
import {RollupManager} from "../settlement/RollupManager.sol";
import {BigToken} from "../token/BigToken.sol";
import {PolTestToken} from "../token/PolTestToken.sol";
import {BatchData, VerifierType} from "../types/Rollup.sol";
import {BridgeLeaf} from "../types/BridgeLeaf.sol";
import {Assert} from "./Assert.sol";
import {TreeProof} from "./TreeProof.sol";
import {VM} from "./Vm.sol";

/// @title Both networks in one chain: the L1 contracts with one rollup, and the bridge of its L2.
/// @notice The batch verifier is the mock, so these tests are about everything but proofs.
abstract contract SettlementFixture is Assert {
    uint64 internal constant L2_CHAIN_ID = 424242;
    uint64 internal constant FORK_ID = 12;
    uint64 internal constant START = 1_700_000_000;
    bytes32 internal constant GENESIS = bytes32(uint256(0x9e5e515));
    uint32 internal constant ROLLUP = 1;
    uint256 internal constant MAINNET_FLAG = 1 << 64;

    address internal immutable OWNER = address(0x0a11);
    address internal immutable ADMIN = address(0xad);
    address internal immutable SEQUENCER = address(0x5e);
    address internal immutable AGGREGATOR = address(0xa6);
    address internal immutable COUNCIL = address(0xc0);
    address internal immutable USER = address(0x05e4);

    PolTestToken internal pol;
    BigToken internal big;
    SettlementProxyAdmin internal proxyAdmin;
    GlobalExitRoot internal ger;
    RollupManager internal manager;
    Bridge internal bridge;
    RollupEtrog internal rollup;
    address internal verifier;

    GlobalExitRootL2 internal gerL2;
    Bridge internal bridgeL2;

    function setUp() public virtual {
        VM.warp(START);
        _nextBlock();
        pol = new PolTestToken();
        big = new BigToken(USER, 1_000_000 ether);
        proxyAdmin = new SettlementProxyAdmin(OWNER);
        verifier = address(new AlwaysTrueVerifier());
        _deployL1();
        _attachRollup();
        _deployL2();
        pol.mint(SEQUENCER, 1_000 ether);
        VM.prank(SEQUENCER);
        pol.approve(address(rollup), type(uint256).max);
    }

    function _deployL1() private {
        uint256 nonce = VM.getNonce(address(this));
        IGlobalExitRoot gerAt = IGlobalExitRoot(VM.computeCreateAddress(address(this), nonce + 1));
        IRollupManager managerAt = IRollupManager(VM.computeCreateAddress(address(this), nonce + 3));
        IBridge bridgeAt = IBridge(VM.computeCreateAddress(address(this), nonce + 5));

        GlobalExitRoot gerCode = new GlobalExitRoot(address(managerAt), address(bridgeAt));
        ger = GlobalExitRoot(_proxy(address(gerCode), abi.encodeCall(GlobalExitRoot.initialize, ())));
        RollupManager managerCode = new RollupManager(gerAt, IERC20(address(pol)), bridgeAt, address(1));
        bytes memory roles = abi.encodeCall(IRollupManager.initialize, (AGGREGATOR, ADMIN, OWNER, COUNCIL));
        manager = RollupManager(_proxy(address(managerCode), roles));
        Bridge bridgeCode = new Bridge();
        bridge = Bridge(_proxy(address(bridgeCode), ""));
        bridge.initialize(0, address(0), 0, address(ger), address(manager), "");
    }

    function _attachRollup() private {
        RollupEtrog code = new RollupEtrog(
            IGlobalExitRoot(address(ger)),
            IERC20(address(pol)),
            IBridge(address(bridge)),
            IRollupManager(address(manager))
        );
        VM.prank(OWNER);
        manager.addNewRollupType(
            address(code), verifier, FORK_ID, VerifierType.StateTransition, GENESIS, "test", 0
        );
        VM.prank(ADMIN);
        manager.attachAggchainToAL(1, L2_CHAIN_ID, _rollupSetup(address(big)));
        rollup = RollupEtrog(_rollupAddress(ROLLUP));
    }

    function _deployL2() private {
        uint256 nonce = VM.getNonce(address(this));
        gerL2 = new GlobalExitRootL2(VM.computeCreateAddress(address(this), nonce + 2));
        Bridge code = new Bridge();
        bridgeL2 = Bridge(_proxy(address(code), ""));
        bridgeL2.initialize(
            ROLLUP, address(big), 0, address(gerL2), address(0), bridge.getTokenMetadata(address(big))
        );
        VM.deal(address(bridgeL2), type(uint128).max);
    }

    function _proxy(address code, bytes memory data) internal returns (address) {
        return address(new TransparentProxy(code, address(proxyAdmin), data));
    }

    function _rollupSetup(address gasToken) internal view returns (bytes memory) {
        return abi.encode(ADMIN, SEQUENCER, gasToken, "http://sequencer", "test chain");
    }

    function _rollupAddress(uint32 rollupID) internal view returns (address) {
        return manager.rollupIDToRollupData(rollupID).rollupContract;
    }

    /// @dev One block and one second later, with a parent hash of its own.
    function _nextBlock() internal {
        uint256 parent = block.number;
        VM.roll(parent + 1);
        VM.setBlockhash(parent, keccak256(abi.encode("block", parent)));
        VM.warp(block.timestamp + 1);
    }

    function _parentHash() internal view returns (bytes32) {
        return blockhash(block.number - 1);
    }

    // Sequencing and verification.

    function _batch(bytes memory transactions) internal pure returns (BatchData[] memory batches) {
        batches = new BatchData[](1);
        batches[0].transactions = transactions;
    }

    /// @dev What the rollup's hash will be after these normal batches.
    function _accAfter(BatchData[] memory batches, uint32 leafCount, uint64 time, address coinbase)
        internal
        view
        returns (bytes32 acc)
    {
        acc = rollup.lastAccInputHash();
        bytes32 root = ger.l1InfoRootMap(leafCount);
        for (uint256 i; i < batches.length; i++) {
            acc = keccak256(
                bytes.concat(
                    acc,
                    keccak256(batches[i].transactions),
                    root,
                    bytes8(time),
                    bytes20(coinbase),
                    bytes32(0)
                )
            );
        }
    }

    function _sequence(BatchData[] memory batches) internal {
        uint64 time = uint64(block.timestamp);
        bytes32 acc = _accAfter(batches, 0, time, SEQUENCER);
        VM.prank(SEQUENCER);
        rollup.sequenceBatches(batches, 0, time, acc, SEQUENCER);
    }

    function _verify(uint64 from, uint64 to, bytes32 localExitRoot, bytes32 stateRoot) internal {
        bytes32[24] memory proof;
        VM.prank(AGGREGATOR);
        manager.verifyBatchesTrustedAggregator(
            ROLLUP, 0, from, to, localExitRoot, stateRoot, AGGREGATOR, proof
        );
    }

    // Bridging.

    /// @dev The system write of the sequencer: L2 learns the last global exit root of L1.
    function _importGer() internal {
        bytes32 root = ger.getLastGlobalExitRoot();
        VM.store(address(gerL2), keccak256(abi.encode(root, uint256(0))), _parentHash());
    }

    function _hash(BridgeLeaf memory leaf) internal pure returns (bytes32) {
        return ExitHash.bridgeLeaf(leaf);
    }

    function _one(bytes32 leaf) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](1);
        leaves[0] = leaf;
    }

    /// @dev Makes a leaf claimable on L1 as the first of the rollup's exit tree.
    function _settleLeaf(bytes32 leaf) internal {
        _nextBlock();
        uint64 last = manager.rollupIDToRollupData(ROLLUP).lastVerifiedBatch;
        _sequence(_batch("exit"));
        uint64 next = manager.rollupIDToRollupData(ROLLUP).lastBatchSequenced;
        _verify(last, next, TreeProof.root(_one(leaf)), bytes32(uint256(leaf) & 0x7fffffff));
    }

    function _claimOnL1(BridgeLeaf memory leaf, bytes memory metadata) internal {
        bytes32[32] memory local = TreeProof.proof(_one(_hash(leaf)), 0);
        bytes32[32] memory rollups = TreeProof.proof(_one(TreeProof.root(_one(_hash(leaf)))), 0);
        _claim(bridge, leaf, metadata, local, rollups, 0);
    }

    function _claimOnL2(BridgeLeaf memory leaf, bytes memory metadata, bytes32[32] memory local, uint32 index)
        internal
    {
        bytes32[32] memory rollups;
        _claim(bridgeL2, leaf, metadata, local, rollups, MAINNET_FLAG + index);
    }

    function _claim(
        Bridge to,
        BridgeLeaf memory leaf,
        bytes memory metadata,
        bytes32[32] memory local,
        bytes32[32] memory rollups,
        uint256 globalIndex
    ) internal {
        bytes memory rest = abi.encode(
            globalIndex,
            ger.lastMainnetExitRoot(),
            ger.lastRollupExitRoot(),
            leaf.originNetwork,
            leaf.originAddress,
            leaf.destinationNetwork,
            leaf.destinationAddress,
            leaf.amount
        );
        bytes4 selector = leaf.leafType == 0 ? IBridge.claimAsset.selector : IBridge.claimMessage.selector;
        bytes memory head = bytes.concat(selector, abi.encode(local, rollups), rest);
        // The only dynamic argument: its place, then its content.
        bytes memory tail = bytes.concat(
            bytes32(uint256(head.length - 4 + 32)), bytes32(metadata.length), metadata, new bytes(31)
        );
        (bool ok, bytes memory reason) = address(to).call(bytes.concat(head, tail));
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
    }
}
