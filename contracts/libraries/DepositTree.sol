// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Append-only keccak Merkle tree of depth 32 whose empty leaves are 0.
/// @notice Only the right-most filled node of every level is stored, so an append writes one word.
library DepositTree {
    uint256 internal constant DEPTH = 32;
    uint256 internal constant MAX_LEAVES = type(uint32).max;

    /// @dev 33 consecutive slots: the frontier, then the number of leaves.
    struct Tree {
        bytes32[DEPTH] branch;
        uint256 count;
    }

    /// @notice All 2^32 - 1 places are taken.
    error MerkleTreeFull();

    /// @notice Appends `leaf`; its index is the number of leaves before the call.
    function append(Tree storage self, bytes32 leaf) internal {
        uint256 size = self.count;
        if (size >= MAX_LEAVES) revert MerkleTreeFull();
        size++;
        self.count = size;

        uint256 level;
        bytes32 node = leaf;
        // Every trailing zero of the new size is a left sibling that the new leaf completes.
        for (; size & 1 == 0; size >>= 1) {
            node = hashPair(self.branch[level], node);
            level++;
        }
        self.branch[level] = node;
    }

    /// @notice Root over the leaves appended so far.
    function root(Tree storage self) internal view returns (bytes32 node) {
        uint256 size = self.count;
        bytes32 empty;
        for (uint256 level; level < DEPTH; level++) {
            node = size & 1 == 1 ? hashPair(self.branch[level], node) : hashPair(node, empty);
            empty = hashPair(empty, empty);
            size >>= 1;
        }
    }

    /// @notice Root that a leaf at `index` gives with its 32 siblings, lowest first.
    function rootFromProof(bytes32 leaf, bytes32[DEPTH] calldata proof, uint32 index)
        internal
        pure
        returns (bytes32 node)
    {
        node = leaf;
        for (uint256 level; level < DEPTH; level++) {
            node = (index >> level) & 1 == 1 ? hashPair(proof[level], node) : hashPair(node, proof[level]);
        }
    }

    /// @notice Root of a tree whose first leaves are `leaves`; overwrites the array.
    /// @dev For the rollup exit tree: few leaves, whole recomputation. 0 without leaves, as consumers expect.
    function rootOf(bytes32[] memory leaves) internal pure returns (bytes32) {
        uint256 size = leaves.length;
        if (size == 0) return bytes32(0);

        bytes32 empty;
        for (uint256 level; level < DEPTH; level++) {
            uint256 parents = (size + 1) / 2;
            for (uint256 i; i < parents; i++) {
                bytes32 right = 2 * i + 1 < size ? leaves[2 * i + 1] : empty;
                leaves[i] = hashPair(leaves[2 * i], right);
            }
            empty = hashPair(empty, empty);
            size = parents;
        }
        return leaves[0];
    }

    function hashPair(bytes32 left, bytes32 right) internal pure returns (bytes32 hash) {
        // Through the scratch space: a claim hashes 64 pairs, and memory would only grow.
        assembly ("memory-safe") {
            mstore(0x00, left)
            mstore(0x20, right)
            hash := keccak256(0x00, 0x40)
        }
    }
}
