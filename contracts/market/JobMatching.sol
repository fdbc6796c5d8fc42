// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {REASON_FAILED_BEFORE} from "../types/Hardware.sol";
import {Job, JobRequest, JobState, ProviderOffer} from "../types/Job.sol";
import {SCHEDULER_ROLE} from "../types/Roles.sol";
import {JobStore} from "./JobStore.sol";

/// @title From submission to assignment.
abstract contract JobMatching is JobStore {
    /// A replacing proposal costs at most this share of the one it replaces, which rules out wars over single wei.
    uint256 private constant UNDERCUT_BPS = 9_900;

    /// @inheritdoc IJobMarket
    function submit(JobRequest calldata request, bytes calldata input) external payable returns (uint256 jobId) {
        _checkRequest(request, input);
        address verifier = PROGRAMS.openVerifier(request.programId);
        bytes32 hash = requestHash(msg.sender, request);
        jobId = ++_jobCount;
        _open(_jobs[jobId], request, verifier, hash);
        emit JobSubmitted(jobId, msg.sender, request.programId, hash, verifier, request, input);
    }

    /// @inheritdoc IJobMarket
    function propose(uint256 jobId, ProviderOffer calldata offer, bytes calldata signature) external {
        if (!VAULT.isActive(SCHEDULER_ROLE, msg.sender)) revert NotScheduler(msg.sender);
        Job storage entry = _jobs[jobId];
        bytes32 hash = offerHash(offer);
        _checkPrice(jobId, entry, offer.price);
        _checkOffer(jobId, entry, offer, hash);
        _checkProvider(jobId, entry, offer, hash, signature);
        _replaceOrOpenWindow(jobId, entry);
        entry.provider = offer.provider;
        entry.scheduler = msg.sender;
        entry.price = offer.price;
        entry.offerHash = hash;
        ++consumed[hash];
        emit Proposed(jobId, offer.provider, msg.sender, offer.price, offer.bond, hash, entry.windowEnd);
        _lockBonds(entry, offer.bond);
    }

    /// @inheritdoc IJobMarket
    function finalizeAssign(uint256 jobId) external {
        Job storage entry = _inState(jobId, JobState.PROPOSED);
        if (_now() < entry.windowEnd) revert TooEarly(jobId, entry.windowEnd);
        if (_now() > entry.assignBy) revert TooLate(jobId, entry.assignBy);
        uint64 ackBy = uint64(Math.min(_now() + _terms.ackSeconds, entry.fulfilBy));
        entry.state = JobState.ASSIGNED;
        entry.ackBy = ackBy;
        emit Assigned(jobId, entry.provider, entry.scheduler, entry.attempt, entry.price, ackBy);
    }

    /// @inheritdoc IJobMarket
    function cancel(uint256 jobId) external {
        Job storage entry = _jobs[jobId];
        _requireUnassigned(jobId, entry);
        if (msg.sender != entry.user) revert NotUser(jobId, msg.sender, entry.user);
        if (entry.state == JobState.PROPOSED) _dropProposal(entry);
        emit Cancelled(jobId, msg.sender, _refund(entry, JobState.CANCELLED));
    }

    /// @inheritdoc IJobMarket
    function bumpOfferEpoch() external returns (uint64 epoch) {
        epoch = ++offerEpoch[msg.sender];
        emit OfferEpochBumped(msg.sender, epoch);
    }

    /// @inheritdoc IJobMarket
    function ceiling(uint256 jobId) external view returns (uint256) {
        return _ceiling(_jobs[jobId]);
    }

    function _open(Job storage entry, JobRequest calldata request, address verifier, bytes32 hash) private {
        entry.user = msg.sender;
        entry.state = JobState.OPEN;
        entry.attempt = 1;
        entry.maxAttempts = request.maxAttempts;
        entry.assignBy = request.assignBy;
        entry.fulfilBy = request.fulfilBy;
        entry.verifier = verifier;
        entry.finalBy = request.finalBy;
        entry.maxPrice = request.maxPrice;
        entry.minPrice = request.minPrice;
        entry.openedAt = _now();
        entry.schedulerFee = request.schedulerFee;
        entry.minBond = request.minBond;
        entry.rampSeconds = request.rampSeconds;
        entry.improvementSeconds = request.improvementSeconds;
        entry.needs = request.needs;
        entry.programId = request.programId;
        entry.inputCommitment = request.inputCommitment;
        entry.inputDigest = request.inputDigest;
        entry.requestHash = hash;
    }

    function _replaceOrOpenWindow(uint256 jobId, Job storage entry) private {
        if (entry.state == JobState.PROPOSED) {
            emit ProposalReplaced(jobId, entry.provider, entry.scheduler, entry.price);
            _dropProposal(entry);
            return;
        }
        entry.state = JobState.PROPOSED;
        entry.windowEnd = uint64(Math.min(_now() + entry.improvementSeconds, entry.assignBy));
    }

    function _checkRequest(JobRequest calldata request, bytes calldata input) private view {
        bool ordered = _now() <= request.assignBy && request.assignBy < request.fulfilBy
            && request.fulfilBy <= request.finalBy;
        if (!ordered) revert BadClocks(_now(), request.assignBy, request.fulfilBy, request.finalBy);
        if (request.minPrice > request.maxPrice) revert BadPriceRange(request.minPrice, request.maxPrice);
        if (request.maxAttempts == 0) revert NoAttempts();
        // Index 1: the input commitment is the second public signal of a job proof.
        if (request.inputCommitment >= FIELD_ORDER) revert SignalOutOfField(1);
        for (uint256 i = 0; i < 2; ++i) {
            if (request.userKey[i] >= FIELD_ORDER) revert UserKeyOutOfField(i);
        }
        bytes32 digest = keccak256(input);
        if (digest != request.inputDigest) revert WrongInputDigest(digest, request.inputDigest);
        uint256 escrow = uint256(request.maxPrice) + request.schedulerFee;
        if (msg.value != escrow) revert WrongEscrow(msg.value, escrow);
    }

    function _checkPrice(uint256 jobId, Job storage entry, uint256 price) private view {
        _requireUnassigned(jobId, entry);
        if (_now() > entry.assignBy) revert TooLate(jobId, entry.assignBy);
        uint256 limit = _ceiling(entry);
        if (price > limit) revert PriceAboveCeiling(price, limit);
        if (entry.state == JobState.OPEN) return;
        if (_now() >= entry.windowEnd) revert TooLate(jobId, entry.windowEnd);
        uint256 current = entry.price;
        if (price == current || price * BPS > current * UNDERCUT_BPS) revert NotCheaper(price, current);
    }

    function _checkOffer(uint256 jobId, Job storage entry, ProviderOffer calldata offer, bytes32 hash) private view {
        if (offer.programId != entry.programId) revert OfferProgramMismatch(offer.programId, entry.programId);
        if (offer.jobId != 0 && offer.jobId != jobId) revert OfferJobMismatch(offer.jobId, jobId);
        if (_now() > offer.validUntil) revert OfferOutdated(hash, offer.validUntil);
        uint64 epoch = offerEpoch[offer.provider];
        if (offer.epoch != epoch) revert OfferRevoked(hash, offer.epoch, epoch);
        if (consumed[hash] >= offer.maxJobs) revert OfferConsumed(hash, offer.maxJobs);
        if (offer.bond < entry.minBond) revert BondTooLow(offer.bond, entry.minBond);
    }

    function _checkProvider(
        uint256 jobId,
        Job storage entry,
        ProviderOffer calldata offer,
        bytes32 hash,
        bytes calldata signature
    ) private view {
        if (hasFailed[jobId][offer.provider]) revert NotEligible(offer.provider, REASON_FAILED_BEFORE);
        bytes32 reason = PROVIDERS.ineligibility(offer.provider, entry.needs);
        if (reason != 0) revert NotEligible(offer.provider, reason);
        if (!SignatureChecker.isValidSignatureNow(offer.provider, hash, signature)) {
            revert BadOfferSignature(hash, offer.provider);
        }
    }

    function _requireUnassigned(uint256 jobId, Job storage entry) private view {
        if (entry.state != JobState.OPEN && entry.state != JobState.PROPOSED) {
            revert BadState(jobId, entry.state, JobState.OPEN);
        }
    }

    function _ceiling(Job storage entry) private view returns (uint256) {
        uint256 elapsed = _now() - entry.openedAt;
        if (elapsed >= entry.rampSeconds) return entry.maxPrice;
        return entry.minPrice + uint256(entry.maxPrice - entry.minPrice) * elapsed / entry.rampSeconds;
    }
}
