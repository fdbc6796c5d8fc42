// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The index that names a leaf among all networks.
/// @notice Bits 0-31 leaf index, 32-63 rollup index (rollup id - 1), 64 mainnet flag, all others 0.
library GlobalIndex {
    uint256 private constant MAINNET_FLAG = 1 << 64;

    /// @notice Stray bits are set, or a rollup index beside the mainnet flag.
    error InvalidGlobalIndex();

    /// @return fromMainnet Whether the leaf is in the tree of L1.
    /// @return rollupIndex Place of the rollup's root in the rollup exit tree (0 for L1).
    /// @return leafIndex Place of the leaf in its local exit tree.
    function decode(uint256 globalIndex)
        internal
        pure
        returns (bool fromMainnet, uint32 rollupIndex, uint32 leafIndex)
    {
        fromMainnet = globalIndex & MAINNET_FLAG != 0;
        rollupIndex = uint32(globalIndex >> 32);
        leafIndex = uint32(globalIndex);
        if (globalIndex >> 65 != 0 || (fromMainnet && rollupIndex != 0)) revert InvalidGlobalIndex();
    }
}
