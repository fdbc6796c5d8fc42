// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ITreeLegacy} from "../interfaces/legacy/ITreeLegacy.sol";
import {DepositTree} from "../libraries/DepositTree.sol";

/// @title A contract with one append-only tree, and the proofs against it.
abstract contract DepositTreeHolder is ITreeLegacy {
    using DepositTree for DepositTree.Tree;

    /// @dev 33 slots; the bridge has them at 51, the global exit root contract at 3.
    DepositTree.Tree internal _tree;
    uint256[10] private _gap;

    /// @notice Leaves appended so far.
    function depositCount() public view returns (uint256) {
        return _tree.count;
    }

    /// @notice Root of the tree.
    function getRoot() public view returns (bytes32) {
        return _tree.root();
    }

    /// @notice Root that a leaf at `index` gives with its siblings, lowest first.
    function calculateRoot(bytes32 leafHash, bytes32[32] calldata smtProof, uint32 index)
        public
        pure
        returns (bytes32)
    {
        return DepositTree.rootFromProof(leafHash, smtProof, index);
    }

    /// @notice Whether the leaf is at `index` under `root`.
    function verifyMerkleProof(bytes32 leafHash, bytes32[32] calldata smtProof, uint32 index, bytes32 root)
        public
        pure
        returns (bool)
    {
        return DepositTree.rootFromProof(leafHash, smtProof, index) == root;
    }
}
