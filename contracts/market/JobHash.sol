// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {HardwareNeeds} from "../types/Hardware.sol";
import {Job, JobRequest, ProviderOffer} from "../types/Job.sol";

/// @title EIP-712 struct hashes of requests and offers, and the context that binds a proof to one attempt.
library JobHash {
    bytes32 internal constant NEEDS_TYPEHASH =
        keccak256("HardwareNeeds(bytes32 hwClass,uint32 minVramMiB,uint32 minMemoryMiB,uint16 minCores)");

    bytes32 internal constant REQUEST_TYPEHASH = keccak256(
        "JobRequest(address user,bytes32 programId,uint256 inputCommitment,bytes32 inputDigest,HardwareNeeds needs,"
        "uint96 maxPrice,uint96 minPrice,uint96 schedulerFee,uint96 minBond,uint32 rampSeconds,"
        "uint32 improvementSeconds,uint64 assignBy,uint64 fulfilBy,uint64 finalBy,uint32 maxAttempts,"
        "uint256[2] userKey)"
        "HardwareNeeds(bytes32 hwClass,uint32 minVramMiB,uint32 minMemoryMiB,uint16 minCores)"
    );

    bytes32 internal constant OFFER_TYPEHASH = keccak256(
        "ProviderOffer(address provider,bytes32 programId,uint256 jobId,uint96 price,uint96 bond,uint32 maxJobs,"
        "uint64 epoch,uint64 validUntil,bytes32 salt)"
    );

    function request(address user, JobRequest calldata r) internal pure returns (bytes32) {
        // In two parts, because eighteen words do not fit the stack.
        bytes memory head = abi.encode(
            REQUEST_TYPEHASH,
            user,
            r.programId,
            r.inputCommitment,
            r.inputDigest,
            needs(r.needs),
            r.maxPrice,
            r.minPrice,
            r.schedulerFee,
            r.minBond
        );
        bytes memory tail = abi.encode(
            r.rampSeconds,
            r.improvementSeconds,
            r.assignBy,
            r.fulfilBy,
            r.finalBy,
            r.maxAttempts,
            keccak256(abi.encode(r.userKey))
        );
        return keccak256(bytes.concat(head, tail));
    }

    function needs(HardwareNeeds calldata n) internal pure returns (bytes32) {
        return keccak256(abi.encode(NEEDS_TYPEHASH, n.hwClass, n.minVramMiB, n.minMemoryMiB, n.minCores));
    }

    function offer(ProviderOffer calldata o) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                OFFER_TYPEHASH,
                o.provider,
                o.programId,
                o.jobId,
                o.price,
                o.bond,
                o.maxJobs,
                o.epoch,
                o.validUntil,
                o.salt
            )
        );
    }

    /// @dev The shift leaves 248 bits, below the field's order, so no two contexts meet by reduction.
    function context(Job storage job, uint256 jobId, address provider, bytes32 resultDigest)
        internal
        view
        returns (uint256)
    {
        bytes memory preimage = abi.encode(
            "BIGCTX/1",
            block.chainid,
            address(this),
            jobId,
            job.attempt,
            provider,
            job.programId,
            job.requestHash,
            resultDigest
        );
        return uint256(keccak256(preimage)) >> 8;
    }
}
