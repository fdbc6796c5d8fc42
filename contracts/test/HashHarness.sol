// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BatchHash} from "../libraries/BatchHash.sol";
import {DepositTree} from "../libraries/DepositTree.sol";
import {ExitHash} from "../libraries/ExitHash.sol";
import {GlobalIndex} from "../libraries/GlobalIndex.sol";
import {BridgeLeaf} from "../types/BridgeLeaf.sol";

/// @title The hash libraries as functions that a test outside Solidity can call.
contract HashHarness {
    using DepositTree for DepositTree.Tree;

    DepositTree.Tree private _plain;
    DepositTree.Tree private _rooted;

    /// @notice Appends in both ways and gives the root found in each: after the walk, and during it.
    function append(bytes32 leaf) external returns (bytes32 after_, bytes32 during) {
        _plain.append(leaf);
        (, during) = _rooted.appendForRoot(leaf);
        after_ = _plain.root();
    }

    function root() external view returns (bytes32) {
        return _rooted.root();
    }

    function bridgeLeaf(BridgeLeaf calldata leaf) external pure returns (bytes32) {
        return ExitHash.bridgeLeaf(leaf);
    }

    function globalExitRoot(bytes32 mainnetExitRoot, bytes32 rollupExitRoot) external pure returns (bytes32) {
        return ExitHash.globalExitRoot(mainnetExitRoot, rollupExitRoot);
    }

    function l1InfoLeaf(bytes32 newGlobalExitRoot, uint256 parentHash, uint64 timestamp)
        external
        pure
        returns (bytes32)
    {
        return ExitHash.l1InfoLeaf(newGlobalExitRoot, parentHash, timestamp);
    }

    function globalIndex(uint256 encoded) external pure returns (bool fromMainnet, uint32 rollup, uint32 leaf) {
        return GlobalIndex.decode(encoded);
    }

    function accInputHash(
        bytes32 previous,
        bytes calldata transactions,
        bytes32 infoRoot,
        uint64 timestamp,
        address coinbase,
        bytes32 forcedBlockHash
    ) external pure returns (bytes32) {
        return BatchHash.accInputHash(
            previous, keccak256(transactions), infoRoot, timestamp, coinbase, forcedBlockHash
        );
    }

    function forcedBatch(bytes calldata transactions, bytes32 exitRoot, uint64 timestamp, bytes32 parentHash)
        external
        pure
        returns (bytes32)
    {
        return BatchHash.forcedBatch(keccak256(transactions), exitRoot, timestamp, parentHash);
    }

    function snark(BatchHash.SnarkInput calldata input) external pure returns (bytes memory packed, uint256 reduced) {
        packed = BatchHash.snarkBytes(input);
        reduced = BatchHash.inputSnark(packed);
    }

    function rollupExitRoot(bytes32[] calldata localExitRoots) external pure returns (bytes32) {
        return DepositTree.rootOf(localExitRoots);
    }
}
