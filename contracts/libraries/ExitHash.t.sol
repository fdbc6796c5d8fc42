// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Assert} from "../test/Assert.sol";
import {BridgeLeaf} from "../types/BridgeLeaf.sol";
import {ExitHash} from "./ExitHash.sol";

contract ExitHashTest is Assert {
    function testBridgeLeafIsOver113Bytes(BridgeLeaf memory leaf) external pure {
        bytes memory packed = bytes.concat(
            bytes1(leaf.leafType),
            bytes4(leaf.originNetwork),
            bytes20(leaf.originAddress),
            bytes4(leaf.destinationNetwork),
            bytes20(leaf.destinationAddress),
            bytes32(leaf.amount),
            leaf.metadataHash
        );
        assertEq(packed.length, 113);
        assertEq(ExitHash.bridgeLeaf(leaf), keccak256(packed));
    }

    function testGlobalExitRootKeepsTheOrder(bytes32 mainnet, bytes32 rollup) external pure {
        assertEq(ExitHash.globalExitRoot(mainnet, rollup), keccak256(bytes.concat(mainnet, rollup)));
    }

    function testInfoLeafIsOver72Bytes(bytes32 ger, uint256 parentHash, uint64 time) external pure {
        bytes memory packed = bytes.concat(ger, bytes32(parentHash), bytes8(time));
        assertEq(packed.length, 72);
        assertEq(ExitHash.l1InfoLeaf(ger, parentHash, time), keccak256(packed));
    }
}
