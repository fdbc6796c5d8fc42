// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title A second way to the roots and proofs of a depth-32 tree: level by level over all its leaves.
library TreeProof {
    function root(bytes32[] memory leaves) internal pure returns (bytes32 node) {
        (node,) = _walk(leaves, 0);
    }

    function proof(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[32] memory siblings) {
        (, siblings) = _walk(leaves, index);
    }

    function _walk(bytes32[] memory leaves, uint256 index)
        private
        pure
        returns (bytes32 node, bytes32[32] memory siblings)
    {
        bytes32 zero;
        bytes32[] memory level = leaves;
        for (uint256 height; height < 32; height++) {
            siblings[height] = _at(level, index ^ 1, zero);
            bytes32[] memory next = new bytes32[]((level.length + 1) / 2);
            for (uint256 i; i < next.length; i++) {
                next[i] = keccak256(abi.encode(_at(level, 2 * i, zero), _at(level, 2 * i + 1, zero)));
            }
            zero = keccak256(abi.encode(zero, zero));
            level = next;
            index /= 2;
        }
        node = _at(level, 0, zero);
    }

    function _at(bytes32[] memory level, uint256 index, bytes32 zero) private pure returns (bytes32) {
        return index < level.length ? level[index] : zero;
    }
}
