// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Assert} from "../test/Assert.sol";
import {TreeProof} from "../test/TreeProof.sol";
import {VM} from "../test/Vm.sol";
import {DepositTree} from "./DepositTree.sol";

contract DepositTreeTest is Assert {
    using DepositTree for DepositTree.Tree;

    bytes32 private constant EMPTY_ROOT = 0x27ae5ba08d7291c96c8cbddcc148bf48a6d68c7974b94356f53754ef6171d757;

    DepositTree.Tree private tree;

    function appendExternally(bytes32 leaf) external {
        tree.append(leaf);
    }

    function rootFromProof(bytes32 leaf, bytes32[32] calldata proof, uint32 index) external pure returns (bytes32) {
        return DepositTree.rootFromProof(leaf, proof, index);
    }

    function testEmptyRoot() external view {
        assertEq(tree.root(), EMPTY_ROOT);
    }

    function testRootAfterEveryAppend(bytes32 seed) external {
        for (uint256 count = 1; count <= 9; count++) {
            bytes32[] memory leaves = _leaves(seed, count);
            tree.append(leaves[count - 1]);
            assertEq(tree.count, count);
            assertEq(tree.root(), TreeProof.root(leaves));
            assertEq(DepositTree.rootOf(leaves), tree.root());
        }
    }

    function testEveryLeafHasItsProof(bytes32 seed, uint8 size, uint8 place) external view {
        bytes32[] memory leaves = _leaves(seed, 1 + size % 20);
        uint32 index = uint32(place % leaves.length);
        bytes32[32] memory proof = TreeProof.proof(leaves, index);
        assertEq(this.rootFromProof(leaves[index], proof, index), TreeProof.root(leaves));
    }

    function testAnotherLeafOrPlaceGivesAnotherRoot(bytes32 seed, bytes32 leaf, uint32 index) external view {
        bytes32[] memory leaves = _leaves(seed, 5);
        bytes32[32] memory proof = TreeProof.proof(leaves, 2);
        VM.assume(leaf != leaves[2] && index != 2);
        assertTrue(this.rootFromProof(leaf, proof, 2) != TreeProof.root(leaves), "leaf");
        assertTrue(this.rootFromProof(leaves[2], proof, index) != TreeProof.root(leaves), "index");
    }

    function testRootOfNothingIsZero() external pure {
        assertEq(DepositTree.rootOf(new bytes32[](0)), bytes32(0));
    }

    function testLastPlaceThenFull(bytes32 leaf) external {
        tree.count = type(uint32).max - 1;
        tree.append(leaf);
        assertEq(tree.count, type(uint32).max);
        VM.expectRevert(DepositTree.MerkleTreeFull.selector);
        this.appendExternally(leaf);
    }

    function _leaves(bytes32 seed, uint256 count) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 i; i < count; i++) leaves[i] = keccak256(abi.encode(seed, i));
    }
}
