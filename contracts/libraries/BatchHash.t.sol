// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Assert} from "../test/Assert.sol";
import {BatchHash} from "./BatchHash.sol";

contract BatchHashTest is Assert {
    function testAccInputHashIsOver156Bytes(
        bytes32 previous,
        bytes32 transactionsHash,
        bytes32 infoRoot,
        uint64 timestamp,
        address coinbase,
        bytes32 forcedBlockHash
    ) external pure {
        bytes memory packed = bytes.concat(
            previous, transactionsHash, infoRoot, bytes8(timestamp), bytes20(coinbase), forcedBlockHash
        );
        assertEq(packed.length, 156);
        assertEq(
            BatchHash.accInputHash(
                previous, transactionsHash, infoRoot, timestamp, coinbase, forcedBlockHash
            ),
            keccak256(packed)
        );
    }

    function testForcedBatchIsOver104Bytes(bytes32 transactions, bytes32 ger, uint64 time, bytes32 parent)
        external
        pure
    {
        bytes memory packed = bytes.concat(transactions, ger, bytes8(time), parent);
        assertEq(packed.length, 104);
        assertEq(BatchHash.forcedBatch(transactions, ger, time, parent), keccak256(packed));
    }

    function testSnarkBytesAre212InThisOrder(BatchHash.SnarkInput memory input) external pure {
        bytes memory first = bytes.concat(
            bytes20(input.aggregator),
            input.oldStateRoot,
            input.oldAccInputHash,
            bytes8(input.initNumBatch),
            bytes8(input.chainID),
            bytes8(input.forkID)
        );
        bytes memory second = bytes.concat(
            input.newStateRoot, input.newAccInputHash, input.newLocalExitRoot, bytes8(input.finalNewBatch)
        );
        bytes memory packed = BatchHash.snarkBytes(input);
        assertEq(packed.length, 212);
        assertEq(packed, bytes.concat(first, second));
    }

    function testInputSnarkIsReducedSha256(bytes memory input) external pure {
        uint256 signal = BatchHash.inputSnark(input);
        assertTrue(signal < BatchHash.SCALAR_FIELD, "reduced");
        assertEq(signal, uint256(sha256(input)) % BatchHash.SCALAR_FIELD);
    }

    function testEveryWordMustBeInsidePrime(uint64[4] memory words, uint8 place) external pure {
        uint64 prime = 0xFFFFFFFF00000001;
        for (uint256 i; i < 4; i++) words[i] %= prime;
        assertTrue(BatchHash.isInsidePrime(_root(words)), "inside");
        words[place % 4] = prime;
        assertTrue(!BatchHash.isInsidePrime(_root(words)), "prime itself");
        words[place % 4] = type(uint64).max;
        assertTrue(!BatchHash.isInsidePrime(_root(words)), "above");
    }

    function _root(uint64[4] memory words) private pure returns (bytes32) {
        return bytes32(bytes.concat(bytes8(words[0]), bytes8(words[1]), bytes8(words[2]), bytes8(words[3])));
    }
}
