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
        uint256 index = _nextIndex(self);
        uint256 level;
        bytes32 node = leaf;
        // Every trailing one of the index is a left sibling that the new leaf completes.
        for (; index & 1 == 1; index >>= 1) {
            node = hashPair(self.branch[level], node);
            level++;
        }
        self.branch[level] = node;
    }

    /// @notice Appends `leaf` and returns the new root: one walk instead of two.
    function appendForRoot(Tree storage self, bytes32 leaf) internal returns (bytes32 node) {
        uint256 index = _nextIndex(self);
        // Assembly here and below: these loops are most of what a deposit, an update or a claim computes.
        assembly ("memory-safe") {
            node := leaf
            let kept := 0
            let empty := 0
            for { let slot := self.slot } lt(slot, add(self.slot, DEPTH)) { slot := add(slot, 1) } {
                switch and(index, 1)
                case 1 {
                    mstore(0x00, sload(slot))
                    mstore(0x20, node)
                }
                default {
                    // The first left node on the way up is the one that later leaves will need.
                    if iszero(kept) {
                        sstore(slot, node)
                        kept := 1
                    }
                    mstore(0x00, node)
                    mstore(0x20, empty)
                }
                node := keccak256(0x00, 0x40)
                mstore(0x00, empty)
                mstore(0x20, empty)
                empty := keccak256(0x00, 0x40)
                index := shr(1, index)
            }
        }
    }

    /// @notice Root over the leaves appended so far.
    function root(Tree storage self) internal view returns (bytes32 node) {
        uint256 size = self.count;
        assembly ("memory-safe") {
            let empty := 0
            for { let slot := self.slot } lt(slot, add(self.slot, DEPTH)) { slot := add(slot, 1) } {
                switch and(size, 1)
                case 1 {
                    mstore(0x00, sload(slot))
                    mstore(0x20, node)
                }
                default {
                    mstore(0x00, node)
                    mstore(0x20, empty)
                }
                node := keccak256(0x00, 0x40)
                mstore(0x00, empty)
                mstore(0x20, empty)
                empty := keccak256(0x00, 0x40)
                size := shr(1, size)
            }
        }
    }

    /// @notice Root that a leaf at `index` gives with its 32 siblings, lowest first.
    function rootFromProof(bytes32 leaf, bytes32[DEPTH] calldata proof, uint32 index)
        internal
        pure
        returns (bytes32 node)
    {
        assembly ("memory-safe") {
            node := leaf
            for { let level := 0 } lt(level, DEPTH) { level := add(level, 1) } {
                // The node's own half of the scratch space, and its sibling's.
                let own := shl(5, and(shr(level, index), 1))
                mstore(own, node)
                mstore(xor(own, 0x20), calldataload(add(proof, shl(5, level))))
                node := keccak256(0x00, 0x40)
            }
        }
    }

    /// @notice Root of a tree whose first leaves are `leaves`; overwrites the array.
    /// @dev For the rollup exit tree: few leaves, whole recomputation. 0 without leaves, as consumers expect.
    function rootOf(bytes32[] memory leaves) internal pure returns (bytes32 node) {
        uint256 size = leaves.length;
        if (size == 0) return bytes32(0);

        bytes32 empty;
        uint256 level;
        for (; size > 1; level++) {
            uint256 parents = (size + 1) / 2;
            for (uint256 i; i < parents; i++) {
                bytes32 right = 2 * i + 1 < size ? leaves[2 * i + 1] : empty;
                leaves[i] = hashPair(leaves[2 * i], right);
            }
            empty = hashPair(empty, empty);
            size = parents;
        }
        node = leaves[0];
        assembly ("memory-safe") {
            for {} lt(level, DEPTH) { level := add(level, 1) } {
                mstore(0x00, node)
                mstore(0x20, empty)
                node := keccak256(0x00, 0x40)
                mstore(0x00, empty)
                empty := keccak256(0x00, 0x40)
            }
        }
    }

    function _nextIndex(Tree storage self) private returns (uint256 index) {
        index = self.count;
        if (index >= MAX_LEAVES) revert MerkleTreeFull();
        unchecked {
            self.count = index + 1;
        }
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
