// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ExitHash} from "../libraries/ExitHash.sol";
import {BridgeLeaf} from "../types/BridgeLeaf.sol";
import {RollupDataReturn} from "../types/Rollup.sol";
import {SettlementFixture} from "./SettlementFixture.sol";
import {TreeProof} from "./TreeProof.sol";
import {VM} from "./Vm.sol";

/// @title The bookkeeping that the settlement's invariants are told by.
/// @dev What must never happen is written into `violation`, because the runner forgives a reverting call.
abstract contract SettlementAudit is SettlementFixture {
    /// @dev What crosses the bridges: ether (WETH on L2), BIG (the coin of L2), POL (a wrapped token on L2).
    enum Asset {
        ETHER,
        BIG,
        POL
    }

    /// @dev Something on its way: taken at one bridge, to be paid by the other.
    struct Exit {
        BridgeLeaf leaf;
        bytes metadata;
        Asset asset;
        bool paid;
    }

    /// @dev What only some calls may change.
    struct Watched {
        uint64 lastVerified;
        uint64 lastSequenced;
        bytes32 stateRoot;
        bytes32 localExitRoot;
        uint256 deposits;
        uint256 depositsL2;
        uint256 infoLeaves;
    }

    uint256 private constant _L2_SUPPLY = type(uint128).max;

    string public violation;
    /// @dev How often things went well: a sequence in which nothing happens shows nothing.
    uint256 public claims;
    uint256 public verifications;

    address[] internal _usersL1;
    address[] internal _usersL2;
    Exit[] internal _toL2;
    Exit[] internal _toL1;
    bytes32[] internal _leavesL1;
    bytes32[] internal _leavesL2;
    bytes32[] internal _infoLeaves;
    bytes32[] internal _infoRoots;
    /// @dev How many exits of L2 are below the verified exit root.
    uint256 internal _verifiedExits;
    /// @dev Set by the one call that may change a state root.
    bool internal _proofAccepted;
    uint256[3] internal _onTheWay;

    /// @dev A block of its own for each call, and what must hold after any.
    modifier audited() {
        _nextBlock();
        _proofAccepted = false;
        Watched memory before = _watched();
        _;
        _compare(before, _watched());
    }

    constructor() {
        setUp();
        for (uint256 i; i < 3; i++) {
            _usersL1.push(address(uint160(0x11000 + i)));
            _usersL2.push(address(uint160(0x22000 + i)));
            VM.deal(_usersL1[i], 1e30);
            pol.mint(_usersL1[i], 1e30);
            VM.prank(USER);
            big.transfer(_usersL1[i], 300_000 ether);
            VM.startPrank(_usersL1[i]);
            pol.approve(address(bridge), type(uint256).max);
            big.approve(address(bridge), type(uint256).max);
            VM.stopPrank();
        }
        _infoRoots.push(ger.l1InfoRootMap(0));
        assertEq(ger.depositCount(), 0);
    }

    /// @notice What the L1 bridge holds is what goes round on L2 and what is on its way, to the wei.
    function bridgeCoversEverything() external view returns (bool) {
        uint256[3] memory locked =
            [address(bridge).balance, big.balanceOf(address(bridge)), pol.balanceOf(address(bridge))];
        for (uint256 a; a < 3; a++) {
            if (locked[a] != _circulating(Asset(a)) + _onTheWay[a]) return false;
        }
        return true;
    }

    /// @notice The trees hold exactly what was deposited and published, in order.
    function treesAgree() external view returns (bool) {
        return bridge.getRoot() == TreeProof.root(_leavesL1) && bridgeL2.getRoot() == TreeProof.root(_leavesL2)
            && bridge.depositCount() == _leavesL1.length && bridgeL2.depositCount() == _leavesL2.length
            && ger.getRoot() == TreeProof.root(_infoLeaves) && ger.depositCount() == _infoLeaves.length;
    }

    /// @notice No entry of the history of info roots ever changes.
    function historyStays() external view returns (bool) {
        for (uint256 i; i < _infoRoots.length; i++) {
            if (ger.l1InfoRootMap(uint32(i)) != _infoRoots[i]) return false;
        }
        return ger.l1InfoRootMap(uint32(_infoRoots.length)) == bytes32(0);
    }

    /// @notice The manager's totals are those of its only rollup, and nothing is verified before it is sequenced.
    function batchesAddUp() external view returns (bool) {
        RollupDataReturn memory data = manager.rollupIDToRollupData(ROLLUP);
        return data.lastBatchSequenced >= data.lastVerifiedBatch
            && manager.totalSequencedBatches() == data.lastBatchSequenced
            && manager.totalVerifiedBatches() == data.lastVerifiedBatch
            && manager.getRollupSequencedBatches(ROLLUP, data.lastBatchSequenced).accInputHash
                == rollup.lastAccInputHash();
    }

    /// @notice Both contracts are paused, or none is.
    function pausesAgree() external view returns (bool) {
        return manager.isEmergencyState() == bridge.isEmergencyState();
    }

    function _circulating(Asset asset) internal view returns (uint256) {
        if (asset == Asset.ETHER) return IERC20(address(bridgeL2.WETHToken())).totalSupply();
        if (asset == Asset.BIG) return _L2_SUPPLY - address(bridgeL2).balance;
        address wrapped = bridgeL2.getTokenWrappedAddress(0, address(pol));
        return wrapped == address(0) ? 0 : IERC20(wrapped).totalSupply();
    }

    function _watched() private view returns (Watched memory w) {
        RollupDataReturn memory data = manager.rollupIDToRollupData(ROLLUP);
        w.lastVerified = data.lastVerifiedBatch;
        w.lastSequenced = data.lastBatchSequenced;
        w.localExitRoot = data.lastLocalExitRoot;
        w.stateRoot = manager.getRollupBatchNumToStateRoot(ROLLUP, data.lastVerifiedBatch);
        w.deposits = bridge.depositCount();
        w.depositsL2 = bridgeL2.depositCount();
        w.infoLeaves = ger.depositCount();
    }

    function _compare(Watched memory before, Watched memory later) private {
        if (later.deposits < before.deposits || later.depositsL2 < before.depositsL2) violation = "deposits lost";
        if (later.infoLeaves < before.infoLeaves) violation = "info leaves lost";
        if (later.infoLeaves > before.infoLeaves + 1) violation = "two info leaves at once";
        if (later.infoLeaves > before.infoLeaves) _recordInfoLeaf();
        if (later.lastVerified < before.lastVerified) violation = "verified batches lost";
        bool changed = later.lastVerified != before.lastVerified || later.stateRoot != before.stateRoot
            || later.localExitRoot != before.localExitRoot;
        if (changed && !_proofAccepted) violation = "a state root changed without a proof";
        if (manager.isEmergencyState() && later.lastSequenced > before.lastSequenced) {
            violation = "sequenced in an emergency";
        }
    }

    function _recordInfoLeaf() private {
        bytes32 root = keccak256(abi.encode(ger.lastMainnetExitRoot(), ger.lastRollupExitRoot()));
        _infoLeaves.push(ExitHash.l1InfoLeaf(root, uint256(_parentHash()), uint64(block.timestamp)));
        _infoRoots.push(TreeProof.root(_infoLeaves));
    }
}
