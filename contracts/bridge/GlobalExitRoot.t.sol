// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IGlobalExitRootBase} from "../interfaces/IGlobalExitRootBase.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {TreeProof} from "../test/TreeProof.sol";
import {VM} from "../test/Vm.sol";
import {GlobalExitRoot} from "./GlobalExitRoot.sol";

contract GlobalExitRootTest is SettlementFixture {
    bytes32 private constant EMPTY_ROOT = 0x27ae5ba08d7291c96c8cbddcc148bf48a6d68c7974b94356f53754ef6171d757;

    function testInitializeRecordsTheEmptyRoot() external {
        assertEq(ger.l1InfoRootMap(0), EMPTY_ROOT);
        GlobalExitRoot code = new GlobalExitRoot(address(1), address(2));
        VM.expectEmit();
        emit IGlobalExitRoot.InitL1InfoRootMap(0, EMPTY_ROOT);
        _proxy(address(code), abi.encodeCall(GlobalExitRoot.initialize, ()));
    }

    function testInitializeOnce() external {
        VM.expectRevert("Initializable: contract is already initialized");
        ger.initialize();
    }

    function testOnlyBridgeAndManager(address other, bytes32 root) external {
        VM.assume(other != address(bridge) && other != address(manager) && other != address(proxyAdmin));
        VM.prank(other);
        VM.expectRevert(IGlobalExitRootBase.OnlyAllowedContracts.selector);
        ger.updateExitRoot(root);
    }

    function testLeavesOfBothSides(bytes32 mainnet, bytes32 rollups) external {
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = _update(address(bridge), mainnet, mainnet, bytes32(0), 1);
        _nextBlock();
        VM.assume(rollups != bytes32(0));
        leaves[1] = _update(address(manager), rollups, mainnet, rollups, 2);

        assertEq(ger.lastMainnetExitRoot(), mainnet);
        assertEq(ger.lastRollupExitRoot(), rollups);
        assertEq(ger.depositCount(), 2);
        assertEq(ger.getRoot(), TreeProof.root(leaves));
        assertEq(ger.l1InfoRootMap(2), TreeProof.root(leaves));
    }

    function testKnownRootAddsNoLeaf(bytes32 first, bytes32 second) external {
        VM.assume(first != second && first != bytes32(0));
        VM.startPrank(address(bridge));
        ger.updateExitRoot(first);
        ger.updateExitRoot(second);
        VM.recordLogs();
        ger.updateExitRoot(first);
        assertEq(VM.getRecordedLogs().length, 0);
        assertEq(ger.depositCount(), 2);
        assertEq(ger.lastMainnetExitRoot(), first);
    }

    function testStoredValueIsTheParentHash(bytes32 root) external {
        VM.prank(address(bridge));
        ger.updateExitRoot(root);
        assertEq(ger.globalExitRootMap(keccak256(bytes.concat(root, bytes32(0)))), uint256(_parentHash()));
    }

    function testSlots(bytes32 mainnet, bytes32 rollups) external {
        VM.assume(mainnet != bytes32(0) && rollups != bytes32(0));
        VM.prank(address(manager));
        ger.updateExitRoot(rollups);
        VM.prank(address(bridge));
        ger.updateExitRoot(mainnet);
        bytes32 root = keccak256(bytes.concat(mainnet, rollups));
        assertEq(VM.load(address(ger), bytes32(uint256(0))), rollups);
        assertEq(VM.load(address(ger), bytes32(uint256(1))), mainnet);
        assertEq(VM.load(address(ger), keccak256(abi.encode(root, uint256(2)))), _parentHash());
        // The frontier of a tree with two leaves: the left node of level 1 is at slot 4.
        bytes32 left = VM.load(address(ger), bytes32(uint256(3)));
        bytes32 pair = VM.load(address(ger), bytes32(uint256(4)));
        assertTrue(left != bytes32(0) && pair != bytes32(0), "branch from slot 3");
        assertEq(uint256(VM.load(address(ger), bytes32(uint256(35)))), 2);
        // Behind the gap of the tree: the version, then the roots by leaf count.
        assertEq(uint256(VM.load(address(ger), bytes32(uint256(46)))), 1);
        assertEq(VM.load(address(ger), keccak256(abi.encode(uint256(2), uint256(47)))), ger.getRoot());
    }

    function testVersion() external view {
        assertEq(bytes(ger.version()), "v1.0.0");
        assertEq(bytes(ger.GER_VERSION()), "v1.0.0");
        assertEq(ger.rollupManager(), address(manager));
        assertEq(ger.bridgeAddress(), address(bridge));
    }

    function _update(address caller, bytes32 root, bytes32 mainnet, bytes32 rollups, uint32 count)
        private
        returns (bytes32 leaf)
    {
        bytes32 global = keccak256(bytes.concat(mainnet, rollups));
        leaf = keccak256(bytes.concat(global, _parentHash(), bytes8(uint64(block.timestamp))));
        VM.expectEmit(address(ger));
        emit IGlobalExitRoot.UpdateL1InfoTree(mainnet, rollups);
        VM.expectEmit(true, true, true, false, address(ger));
        emit IGlobalExitRoot.UpdateL1InfoTreeV2(0, count, uint256(_parentHash()), uint64(block.timestamp));
        VM.prank(caller);
        ger.updateExitRoot(root);
        assertEq(ger.getLeafValue(global, uint256(_parentHash()), uint64(block.timestamp)), leaf);
        assertEq(ger.getLastGlobalExitRoot(), global);
    }
}
