// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Hash formulas of sequencing and verification.
library BatchHash {
    /// @dev Order of the scalar field of BN254.
    uint256 internal constant SCALAR_FIELD =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 private constant GOLDILOCKS = 0xFFFFFFFF00000001;

    /// @notice What the 212 public bytes of a batch proof are made of, in this order.
    struct SnarkInput {
        address aggregator;
        bytes32 oldStateRoot;
        bytes32 oldAccInputHash;
        uint64 initNumBatch;
        uint64 chainID;
        uint64 forkID;
        bytes32 newStateRoot;
        bytes32 newAccInputHash;
        bytes32 newLocalExitRoot;
        uint64 finalNewBatch;
    }

    /// @notice Next link of the accumulated input hash (156 bytes hashed).
    /// @param infoRoot L1 info root of a normal batch, forced global exit root of a forced one.
    /// @param timestamp Highest L2 time allowed for a normal batch, forced time of a forced one (seconds).
    /// @param forcedBlockHash 0 for a normal batch.
    function accInputHash(
        bytes32 previous,
        bytes32 transactionsHash,
        bytes32 infoRoot,
        uint64 timestamp,
        address coinbase,
        bytes32 forcedBlockHash
    ) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(previous, transactionsHash, infoRoot, timestamp, coinbase, forcedBlockHash)
        );
    }

    /// @notice Record under which a forced batch waits.
    function forcedBatch(
        bytes32 transactionsHash,
        bytes32 lastGlobalExitRoot,
        uint64 timestamp,
        bytes32 parentHash
    ) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(transactionsHash, lastGlobalExitRoot, timestamp, parentHash));
    }

    /// @notice The 212 bytes.
    function snarkBytes(SnarkInput memory input) internal pure returns (bytes memory) {
        return bytes.concat(
            abi.encodePacked(
                input.aggregator,
                input.oldStateRoot,
                input.oldAccInputHash,
                input.initNumBatch,
                input.chainID,
                input.forkID
            ),
            abi.encodePacked(
                input.newStateRoot, input.newAccInputHash, input.newLocalExitRoot, input.finalNewBatch
            )
        );
    }

    /// @notice The public input of a batch proof: sha256 of the bytes, reduced to the scalar field.
    function inputSnark(bytes memory input) internal pure returns (uint256) {
        return uint256(sha256(input)) % SCALAR_FIELD;
    }

    /// @notice Whether the four 64-bit words of a state root are Goldilocks field elements.
    function isInsidePrime(bytes32 stateRoot) internal pure returns (bool) {
        uint256 root = uint256(stateRoot);
        for (uint256 shift; shift < 256; shift += 64) {
            if (uint64(root >> shift) >= GOLDILOCKS) return false;
        }
        return true;
    }
}
