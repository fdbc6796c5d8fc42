// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {HardwareNeeds} from "./Hardware.sol";

/// @title States of a job. FULFILLED, CANCELLED, EXPIRED and VOID are final.
/// NONE       no such job
/// OPEN       waits for a proposal
/// PROPOSED   holds the best proposal so far, improvable until `windowEnd`
/// ASSIGNED   waits for the provider's ack until `ackBy`
/// ACKED      the provider has the input and owes the result by `fulfilBy`
/// RESCUABLE  the provider lapsed; any active provider may deliver until `finalBy`
/// FULFILLED  proved, delivered, paid
/// CANCELLED  taken back by the user
/// EXPIRED    ran out of time; refunded
/// VOID       providers reported the input as unusable until no attempt was left; refunded
enum JobState {
    NONE,
    OPEN,
    PROPOSED,
    ASSIGNED,
    ACKED,
    RESCUABLE,
    FULFILLED,
    CANCELLED,
    EXPIRED,
    VOID
}

/// @title What a user asks for. Prices and bonds in wei of BIG, clocks in unix seconds of the L2.
/// @param programId Registered program to run.
/// @param inputCommitment Commitment to the input, the proof's public signal (< r).
/// @param inputDigest keccak256 of the input bytes.
/// @param needs Hardware the provider must declare.
/// @param maxPrice Ceiling at the end of the ramp; escrowed.
/// @param minPrice Ceiling at submission.
/// @param schedulerFee Base fee of the scheduler, escrowed on top of `maxPrice`, paid on success only.
/// @param minBond Least bond the provider must lock.
/// @param rampSeconds Time the ceiling takes from `minPrice` to `maxPrice`; 0 starts at `maxPrice`.
/// @param improvementSeconds Time a first proposal can be undercut; 0 for none.
/// @param assignBy Last second a provider can be assigned.
/// @param fulfilBy Last second the assigned provider can deliver.
/// @param finalBy Last second anyone can rescue the job.
/// @param maxAttempts Providers that may be assigned in turn, at least 1.
/// @param userKey BabyJub public key results are encrypted to (coordinates < r); zero for none.
struct JobRequest {
    bytes32 programId;
    uint256 inputCommitment;
    bytes32 inputDigest;
    HardwareNeeds needs;
    uint96 maxPrice;
    uint96 minPrice;
    uint96 schedulerFee;
    uint96 minBond;
    uint32 rampSeconds;
    uint32 improvementSeconds;
    uint64 assignBy;
    uint64 fulfilBy;
    uint64 finalBy;
    uint32 maxAttempts;
    uint256[2] userKey;
}

/// @title A provider's signed standing offer.
/// @param provider Signer, and the one who is bound.
/// @param programId The only program it is for.
/// @param jobId The only job it is for; 0 for any job of the program.
/// @param price Wei of BIG per job.
/// @param bond Wei of BIG of the provider's stake locked per job.
/// @param maxJobs How many jobs it may be used for.
/// @param epoch Must equal the provider's current epoch.
/// @param validUntil Last second it may be proposed.
/// @param salt Tells otherwise equal offers apart.
struct ProviderOffer {
    address provider;
    bytes32 programId;
    uint256 jobId;
    uint96 price;
    uint96 bond;
    uint32 maxJobs;
    uint64 epoch;
    uint64 validUntil;
    bytes32 salt;
}

/// @title A job as the market stores it; ordered to pack.
/// @param user Who submitted and escrowed it.
/// @param state Where it stands.
/// @param attempt Number of the current attempt, from 1.
/// @param maxAttempts As requested.
/// @param provider Proposed, assigned or paid provider; zero while OPEN.
/// @param assignBy As requested.
/// @param scheduler Who proposed the provider; zero while OPEN.
/// @param fulfilBy As requested.
/// @param verifier Verifier pinned at submission.
/// @param finalBy As requested.
/// @param maxPrice As requested.
/// @param minPrice As requested.
/// @param openedAt Time of submission, where the ramp starts.
/// @param price Price of the current proposal or assignment.
/// @param bond Bond of the provider locked for this job.
/// @param windowEnd From when the proposal can be made final.
/// @param schedulerFee As requested.
/// @param schedulerBond Bond of the scheduler locked for this job.
/// @param ackBy Last second to ack.
/// @param minBond As requested.
/// @param rescueReward Share of a slashed bond waiting for a rescuer.
/// @param rampSeconds As requested.
/// @param improvementSeconds As requested.
/// @param needs As requested.
/// @param programId As requested.
/// @param inputCommitment As requested.
/// @param inputDigest As requested.
/// @param requestHash EIP-712 digest of the request and its user.
/// @param offerHash EIP-712 digest of the offer in use; zero while OPEN.
struct Job {
    address user;
    JobState state;
    uint32 attempt;
    uint32 maxAttempts;
    address provider;
    uint64 assignBy;
    address scheduler;
    uint64 fulfilBy;
    address verifier;
    uint64 finalBy;
    uint96 maxPrice;
    uint96 minPrice;
    uint64 openedAt;
    uint96 price;
    uint96 bond;
    uint64 windowEnd;
    uint96 schedulerFee;
    uint96 schedulerBond;
    uint64 ackBy;
    uint96 minBond;
    uint96 rescueReward;
    uint32 rampSeconds;
    uint32 improvementSeconds;
    HardwareNeeds needs;
    bytes32 programId;
    uint256 inputCommitment;
    bytes32 inputDigest;
    bytes32 requestHash;
    bytes32 offerHash;
}

/// @title The market's own terms, fixed at deployment. Shares in hundredths of a percent.
/// @param ackSeconds Time an assigned provider has to ack.
/// @param savingsShareBps Scheduler's share of `maxPrice - price`.
/// @param userSlashBps User's share of a lapsed bond.
/// @param rescuerSlashBps Rescuer's share of a lapsed bond; the rest, and penalties, go to the treasury.
/// @param noAckPenalty Wei of BIG a provider loses when it does not ack.
/// @param schedulerBond Wei of BIG a scheduler locks per proposal, lost when its provider does not ack.
struct MarketTerms {
    uint32 ackSeconds;
    uint16 savingsShareBps;
    uint16 userSlashBps;
    uint16 rescuerSlashBps;
    uint96 noAckPenalty;
    uint96 schedulerBond;
}
