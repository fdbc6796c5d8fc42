// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {IProgramRegistry} from "../interfaces/IProgramRegistry.sol";
import {IProviderRegistry} from "../interfaces/IProviderRegistry.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {Delivery} from "../libraries/Delivery.sol";
import {HardwareNeeds} from "../types/Hardware.sol";
import {Job, JobState, MarketTerms} from "../types/Job.sol";
import {PROVIDER_ROLE, SCHEDULER_ROLE} from "../types/Roles.sol";
import {JobHash} from "./JobHash.sol";
import {JobMatching} from "./JobMatching.sol";
import {JobStore} from "./JobStore.sol";

/// @title From assignment to payment, or to the blame for its absence.
contract JobMarket is JobMatching {
    constructor(
        IStakeVault vault_,
        IProgramRegistry programs_,
        IProviderRegistry providers_,
        address treasury_,
        MarketTerms memory terms_
    ) JobStore(vault_, programs_, providers_, treasury_, terms_) {}

    /// @inheritdoc IJobMarket
    function ack(uint256 jobId, uint32 attempt, bytes32 inputDigest) external {
        Job storage entry = _requireAssignee(jobId, attempt);
        if (inputDigest != entry.inputDigest) revert WrongInputDigest(inputDigest, entry.inputDigest);
        if (_now() > entry.ackBy) revert TooLate(jobId, entry.ackBy);
        entry.state = JobState.ACKED;
        emit Acked(jobId, msg.sender, attempt);
        _releaseSchedulerBond(entry);
    }

    /// @inheritdoc IJobMarket
    function reportInputFault(uint256 jobId, uint32 attempt) external {
        Job storage entry = _requireAssignee(jobId, attempt);
        emit InputFault(jobId, msg.sender, attempt);
        _releaseBond(entry);
        _releaseSchedulerBond(entry);
        if (_reopen(jobId, entry)) return;
        emit Voided(jobId, entry.user, _refund(entry, JobState.VOID));
    }

    /// @inheritdoc IJobMarket
    function fulfil(
        uint256 jobId,
        address provider,
        uint256 outputCommitment,
        uint256[8] calldata proof,
        bytes calldata delivery
    ) external {
        Job storage entry = _inState(jobId, JobState.ACKED);
        if (provider != entry.provider) revert WrongProvider(jobId, provider, entry.provider);
        if (_now() > entry.fulfilBy) revert TooLate(jobId, entry.fulfilBy);
        _deliver(jobId, provider, outputCommitment, proof, delivery);
        _payProvider(jobId, entry);
        _releaseBond(entry);
    }

    /// @inheritdoc IJobMarket
    function rescue(
        uint256 jobId,
        address provider,
        uint256 outputCommitment,
        uint256[8] calldata proof,
        bytes calldata delivery
    ) external {
        if (_jobs[jobId].state == JobState.ACKED) _lapse(jobId, _jobs[jobId]);
        Job storage entry = _inState(jobId, JobState.RESCUABLE);
        if (_now() > entry.finalBy) revert TooLate(jobId, entry.finalBy);
        bytes32 reason = PROVIDERS.ineligibility(provider, HardwareNeeds(0, 0, 0, 0));
        if (reason != 0) revert NotEligible(provider, reason);
        _deliver(jobId, provider, outputCommitment, proof, delivery);
        _payRescuer(jobId, entry, provider);
    }

    /// @inheritdoc IJobMarket
    function missAck(uint256 jobId) external {
        Job storage entry = _inState(jobId, JobState.ASSIGNED);
        if (_now() <= entry.ackBy) revert TooEarly(jobId, entry.ackBy + 1);
        emit AckMissed(jobId, entry.provider, entry.scheduler, entry.attempt);
        _penalise(jobId, entry);
        if (_reopen(jobId, entry)) return;
        emit Expired(jobId, entry.user, _refund(entry, JobState.EXPIRED));
    }

    /// @inheritdoc IJobMarket
    function lapse(uint256 jobId) external {
        Job storage entry = _inState(jobId, JobState.ACKED);
        _lapse(jobId, entry);
        if (_now() > entry.finalBy) _expireRescuable(jobId, entry);
    }

    /// @inheritdoc IJobMarket
    function expire(uint256 jobId) external {
        Job storage entry = _jobs[jobId];
        bool unassigned = entry.state == JobState.OPEN || entry.state == JobState.PROPOSED;
        if (!unassigned && entry.state != JobState.RESCUABLE) revert BadState(jobId, entry.state, JobState.OPEN);
        uint64 limit = unassigned ? entry.assignBy : entry.finalBy;
        if (_now() <= limit) revert TooEarly(jobId, limit + 1);
        if (!unassigned) return _expireRescuable(jobId, entry);
        if (entry.state == JobState.PROPOSED) _dropProposal(entry);
        emit Expired(jobId, entry.user, _refund(entry, JobState.EXPIRED));
    }

    /// Checks the proof against this job, attempt, provider and ciphertext, and publishes the ciphertext.
    function _deliver(
        uint256 jobId,
        address provider,
        uint256 outputCommitment,
        uint256[8] calldata proof,
        bytes calldata delivery
    ) private {
        if (outputCommitment >= FIELD_ORDER) revert SignalOutOfField(0);
        Job storage entry = _jobs[jobId];
        bytes32 resultDigest = Delivery.digest(outputCommitment, delivery);
        uint256 ctx = JobHash.context(entry, jobId, provider, resultDigest);
        uint256[] memory signals = new uint256[](4);
        signals[0] = outputCommitment;
        signals[1] = Delivery.evaluate(delivery, ctx);
        signals[2] = entry.inputCommitment;
        signals[3] = ctx;
        if (!IGroth16Verifier(entry.verifier).verify(proof, signals)) revert ProofInvalid(jobId);
        emit ResultDelivered(jobId, provider, outputCommitment, resultDigest, delivery);
    }

    function _payProvider(uint256 jobId, Job storage entry) private {
        uint256 price = entry.price;
        uint256 saved = entry.maxPrice - price;
        uint256 fee = entry.schedulerFee + saved * _terms.savingsShareBps / BPS;
        uint256 refund = _escrowOf(entry) - price - fee;
        entry.state = JobState.FULFILLED;
        emit Fulfilled(jobId, entry.provider, price, fee, refund);
        _credit(PROVIDERS.payoutOf(entry.provider), price);
        _credit(entry.scheduler, fee);
        _credit(entry.user, refund);
    }

    /// The scheduler's match failed, so its fee goes back to the user.
    function _payRescuer(uint256 jobId, Job storage entry, address provider) private {
        uint256 price = entry.price;
        uint256 reward = entry.rescueReward;
        uint256 refund = _escrowOf(entry) - price;
        entry.state = JobState.FULFILLED;
        entry.provider = provider;
        entry.rescueReward = 0;
        emit Rescued(jobId, provider, price, reward);
        emit Fulfilled(jobId, provider, price, 0, refund);
        _credit(PROVIDERS.payoutOf(provider), price + reward);
        _credit(entry.user, refund);
    }

    function _lapse(uint256 jobId, Job storage entry) private {
        if (_now() <= entry.fulfilBy) revert TooEarly(jobId, entry.fulfilBy + 1);
        uint256 bond = entry.bond;
        uint256 toRescuer = bond * _terms.rescuerSlashBps / BPS;
        uint256 toTreasury = bond * (BPS - _terms.userSlashBps - _terms.rescuerSlashBps) / BPS;
        uint256 toUser = bond - toRescuer - toTreasury;
        entry.state = JobState.RESCUABLE;
        entry.bond = 0;
        // Cannot truncate: a share of an uint96 bond.
        entry.rescueReward = uint96(toRescuer);
        hasFailed[jobId][entry.provider] = true;
        emit Lapsed(jobId, entry.provider, entry.attempt);
        emit Slashed(jobId, PROVIDER_ROLE, entry.provider, toUser, toRescuer, toTreasury);
        _credit(entry.user, toUser);
        _credit(TREASURY, toTreasury);
        if (bond != 0) VAULT.slash(PROVIDER_ROLE, entry.provider, bond);
    }

    function _expireRescuable(uint256 jobId, Job storage entry) private {
        uint256 reward = entry.rescueReward;
        entry.rescueReward = 0;
        _credit(TREASURY, reward);
        emit Expired(jobId, entry.user, _refund(entry, JobState.EXPIRED));
    }

    /// To the treasury, never to the user, who could otherwise earn by submitting what nobody can ack.
    function _penalise(uint256 jobId, Job storage entry) private {
        uint256 penalty = Math.min(_terms.noAckPenalty, entry.bond);
        uint256 schedulerBond = entry.schedulerBond;
        // Cannot underflow or truncate: the penalty is at most the bond.
        entry.bond -= uint96(penalty);
        entry.schedulerBond = 0;
        emit Slashed(jobId, PROVIDER_ROLE, entry.provider, 0, 0, penalty);
        emit Slashed(jobId, SCHEDULER_ROLE, entry.scheduler, 0, 0, schedulerBond);
        _credit(TREASURY, penalty + schedulerBond);
        if (penalty != 0) VAULT.slash(PROVIDER_ROLE, entry.provider, penalty);
        if (schedulerBond != 0) VAULT.slash(SCHEDULER_ROLE, entry.scheduler, schedulerBond);
        _releaseBond(entry);
    }

    /// Ends the attempt; opens the next one when there is one left and time to assign it.
    function _reopen(uint256 jobId, Job storage entry) private returns (bool reopened) {
        hasFailed[jobId][entry.provider] = true;
        reopened = entry.attempt < entry.maxAttempts && _now() <= entry.assignBy;
        if (!reopened) return false;
        entry.state = JobState.OPEN;
        entry.attempt += 1;
        entry.provider = address(0);
        entry.scheduler = address(0);
        entry.price = 0;
        entry.windowEnd = 0;
        entry.ackBy = 0;
        entry.offerHash = 0;
        emit Reopened(jobId, entry.attempt);
    }

    function _requireAssignee(uint256 jobId, uint32 attempt) private view returns (Job storage entry) {
        entry = _inState(jobId, JobState.ASSIGNED);
        if (msg.sender != entry.provider) revert WrongProvider(jobId, msg.sender, entry.provider);
        if (attempt != entry.attempt) revert WrongAttempt(jobId, attempt, entry.attempt);
    }
}
