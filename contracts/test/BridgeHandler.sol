// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Bridge} from "../bridge/Bridge.sol";
import {LEAF_TYPE_ASSET, LEAF_TYPE_MESSAGE} from "../types/BridgeLeaf.sol";
import {SettlementAudit} from "./SettlementAudit.sol";
import {TreeProof} from "./TreeProof.sol";
import {VM} from "./Vm.sol";

/// @title Everything anyone can do at the bridges of both networks, at random.
abstract contract BridgeHandler is SettlementAudit {
    function depositOnL1(uint256 seed, uint256 amount, bool force) external audited {
        Exit memory exit = _assetTo(ROLLUP, Asset(seed % 3), _usersL2[(seed >> 8) % 3], amount % 1_000 ether);
        address token = _tokenOnL1(exit.asset);
        if (token != address(0)) exit.metadata = bridge.getTokenMetadata(token);
        VM.prank(_usersL1[(seed >> 16) % 3]);
        try bridge.bridgeAsset{value: token == address(0) ? exit.leaf.amount : 0}(
            ROLLUP, exit.leaf.destinationAddress, exit.leaf.amount, token, force, ""
        ) {
            _record(_toL2, _leavesL1, exit);
            _mustNotBePaused("bridgeAsset");
        } catch {
            _mustBePaused("bridgeAsset");
        }
    }

    function messageFromL1(uint256 seed, uint256 amount, bool force) external audited {
        address from = _usersL1[(seed >> 16) % 3];
        Exit memory exit = _messageTo(ROLLUP, 0, from, _usersL2[seed % 3], amount % 1_000 ether);
        VM.prank(from);
        try bridge.bridgeMessage{value: exit.leaf.amount}(ROLLUP, exit.leaf.destinationAddress, force, "hello") {
            _record(_toL2, _leavesL1, exit);
            _mustNotBePaused("bridgeMessage");
        } catch {
            _mustBePaused("bridgeMessage");
        }
    }

    /// Wrapped ether leaves L1 only where the coin is another token: refused here, in an emergency or not.
    function messageWethFromL1(uint256 seed) external audited {
        VM.prank(_usersL1[seed % 3]);
        try bridge.bridgeMessageWETH(ROLLUP, _usersL2[seed % 3], 0, true, "") {
            violation = "WETH on L1";
        } catch {}
    }

    function depositOnL2(uint256 seed, uint256 part, bool force) external audited {
        address from = _usersL2[(seed >> 16) % 3];
        Asset asset = Asset(seed % 3);
        address token = _tokenOnL2(asset);
        if (asset == Asset.POL && token == address(0)) return;
        uint256 amount = (token == address(0) ? from.balance : IERC20(token).balanceOf(from)) * (part % 101) / 100;
        Exit memory exit = _assetTo(0, asset, _usersL1[(seed >> 8) % 3], amount);
        if (asset == Asset.BIG) exit.metadata = bridgeL2.gasTokenMetadata();
        if (asset == Asset.POL) exit.metadata = bridgeL2.getTokenMetadata(token);
        VM.prank(from);
        bridgeL2.bridgeAsset{value: token == address(0) ? amount : 0}(
            0, exit.leaf.destinationAddress, amount, token, force, ""
        );
        _record(_toL1, _leavesL2, exit);
    }

    function messageFromL2(uint256 seed, uint256 part, bool force) external audited {
        address from = _usersL2[(seed >> 16) % 3];
        uint256 amount = IERC20(_tokenOnL2(Asset.ETHER)).balanceOf(from) * (part % 101) / 100;
        Exit memory exit = _messageTo(0, ROLLUP, from, _usersL1[seed % 3], amount);
        VM.prank(from);
        bridgeL2.bridgeMessageWETH(0, exit.leaf.destinationAddress, amount, force, "hello");
        _record(_toL1, _leavesL2, exit);
    }

    /// Claims any exit, paid or not, after the sequencer's import of the last root, mostly.
    function claimOnL2(uint256 seed, bool stale) external audited {
        if (_toL2.length == 0) return;
        if (!stale) _importGer();
        uint32 index = uint32(seed % _toL2.length);
        uint256 published = bridge.lastUpdatedDepositCount();
        if (index >= published) return _claimTooEarly(bridgeL2, _toL2[index], MAINNET_FLAG + index);
        bytes32[32] memory rollups;
        _claimOnce(
            bridgeL2, _toL2[index], TreeProof.proof(_first(_leavesL1, published), index), rollups, MAINNET_FLAG + index
        );
    }

    function claimOnL1(uint256 seed) external audited {
        if (_toL1.length == 0) return;
        uint32 index = uint32(seed % _toL1.length);
        if (index >= _verifiedExits) return _claimTooEarly(bridge, _toL1[index], index);
        bytes32[] memory leaves = _first(_leavesL2, _verifiedExits);
        bytes32[32] memory rollups = TreeProof.proof(_one(TreeProof.root(leaves)), 0);
        _claimOnce(bridge, _toL1[index], TreeProof.proof(leaves, index), rollups, index);
    }

    function publishRoots(uint256 seed) external audited {
        VM.prank(address(uint160(seed)));
        try bridge.updateGlobalExitRoot() {} catch {
            violation = "updateGlobalExitRoot was refused";
        }
        bridgeL2.updateGlobalExitRoot();
    }

    /// @dev A claim of the right amount by the right exit, or a claim that pays nothing.
    function _claimOnce(
        Bridge at,
        Exit storage exit,
        bytes32[32] memory local,
        bytes32[32] memory rollups,
        uint256 globalIndex
    ) private {
        uint256 before = _held(at, exit);
        try this.claim(at, exit, local, rollups, globalIndex) {
            if (exit.paid) violation = "paid twice";
            if (_held(at, exit) != before + exit.leaf.amount) violation = "paid another amount";
            if (at == bridge) _mustNotBePaused("claim");
            exit.paid = true;
            _onTheWay[uint256(exit.asset)] -= exit.leaf.amount;
            claims++;
        } catch {
            if (_held(at, exit) != before) violation = "paid by a refused claim";
            bool known = at == bridge || gerL2.globalExitRootMap(ger.getLastGlobalExitRoot()) != 0;
            if (known && !exit.paid && (at == bridgeL2 || !manager.isEmergencyState())) {
                violation = "an honest claim was refused";
            }
        }
    }

    /// @dev With the proof that will hold later.
    function _claimTooEarly(Bridge at, Exit storage exit, uint256 globalIndex) private {
        bytes32[] memory leaves = at == bridge ? _leavesL2 : _leavesL1;
        bytes32[32] memory local = TreeProof.proof(leaves, uint32(globalIndex));
        bytes32[32] memory rollups;
        if (at == bridge) rollups = TreeProof.proof(_one(TreeProof.root(leaves)), 0);
        try this.claim(at, exit, local, rollups, globalIndex) {
            violation = "paid before its root was published";
        } catch {}
    }

    /// @dev Not for the runner: in a call of its own, so that its revert can be caught.
    function claim(
        Bridge at,
        Exit memory exit,
        bytes32[32] memory local,
        bytes32[32] memory rollups,
        uint256 globalIndex
    ) external {
        require(msg.sender == address(this));
        _claim(at, exit.leaf, exit.metadata, local, rollups, globalIndex);
    }

    function _held(Bridge at, Exit storage exit) private view returns (uint256) {
        address token = at == bridge ? _tokenOnL1(exit.asset) : _tokenOnL2(exit.asset);
        address account = exit.leaf.destinationAddress;
        if (token != address(0)) return IERC20(token).balanceOf(account);
        // Before its first claim a wrapped token does not exist.
        return at == bridgeL2 && exit.asset == Asset.POL ? 0 : account.balance;
    }

    function _mustNotBePaused(string memory what) internal {
        if (manager.isEmergencyState()) violation = string.concat(what, " in an emergency");
    }

    function _mustBePaused(string memory what) internal {
        if (!manager.isEmergencyState()) violation = string.concat(what, " was refused without an emergency");
    }

    function _record(Exit[] storage exits, bytes32[] storage leaves, Exit memory exit) private {
        exit.leaf.metadataHash = keccak256(exit.metadata);
        exits.push(exit);
        leaves.push(_hash(exit.leaf));
        _onTheWay[uint256(exit.asset)] += exit.leaf.amount;
    }

    function _assetTo(uint32 network, Asset asset, address to, uint256 amount)
        private
        view
        returns (Exit memory exit)
    {
        exit.asset = asset;
        exit.leaf.leafType = LEAF_TYPE_ASSET;
        exit.leaf.originAddress = _tokenOnL1(asset);
        exit.leaf.destinationNetwork = network;
        exit.leaf.destinationAddress = to;
        exit.leaf.amount = amount;
    }

    function _messageTo(uint32 network, uint32 origin, address from, address to, uint256 amount)
        private
        pure
        returns (Exit memory exit)
    {
        exit.asset = Asset.ETHER;
        exit.metadata = "hello";
        exit.leaf.leafType = LEAF_TYPE_MESSAGE;
        exit.leaf.originNetwork = origin;
        exit.leaf.originAddress = from;
        exit.leaf.destinationNetwork = network;
        exit.leaf.destinationAddress = to;
        exit.leaf.amount = amount;
    }

    function _tokenOnL1(Asset asset) private view returns (address) {
        return asset == Asset.ETHER ? address(0) : asset == Asset.BIG ? address(big) : address(pol);
    }

    function _tokenOnL2(Asset asset) private view returns (address) {
        if (asset == Asset.ETHER) return address(bridgeL2.WETHToken());
        return asset == Asset.BIG ? address(0) : bridgeL2.getTokenWrappedAddress(0, address(pol));
    }

    function _first(bytes32[] storage leaves, uint256 count) private view returns (bytes32[] memory part) {
        part = new bytes32[](count);
        for (uint256 i; i < count; i++) part[i] = leaves[i];
    }
}
