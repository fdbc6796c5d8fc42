// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Job, JobRequest, JobState, ProviderOffer} from "../types/Job.sol";
import {ProgramSpec} from "../types/Program.sol";
import {PROVIDER_ROLE} from "../types/Roles.sol";
import {MockGroth16Verifier} from "../mocks/MockGroth16Verifier.sol";
import {MarketAudit} from "./MarketAudit.sol";
import {VM} from "./Vm.sol";

/// @title Everything anyone can do in the market, at random.
contract MarketHandler is MarketAudit {
    uint256 private _programCount;

    function pass(uint256 seconds_) external {
        _time += seconds_ % 120;
    }

    /// Does what would naturally come next, so that sequences reach the later states as well.
    function proceed(uint256 jobSeed, uint256 seed) external {
        Job memory entry = market.job(_jobId(jobSeed));
        if (entry.state == JobState.NONE || entry.state >= JobState.FULFILLED) return this.submit(seed);
        if (entry.state == JobState.OPEN) return this.proposeOffer(jobSeed, seed, 8_000, uint96(7 ether), false);
        if (entry.state == JobState.PROPOSED) {
            if (_time < entry.windowEnd) _time = entry.windowEnd;
            return this.finalizeAssign(jobSeed);
        }
        if (entry.state == JobState.ASSIGNED) return this.acknowledge(jobSeed);
        if (entry.state == JobState.RESCUABLE) return this.rescueJob(jobSeed, seed);
        if (seed % 2 == 0) return this.deliver(jobSeed, seed, true);
        if (_time <= entry.fulfilBy) _time = entry.fulfilBy + 1;
        this.lapse(jobSeed);
    }

    function submit(uint256 seed) external atTime {
        // The runner likes small and repeated numbers; a request wants even ones.
        seed = uint256(keccak256(abi.encode(seed)));
        JobRequest memory request = jobRequest();
        request.inputCommitment = seed >> 8;
        request.maxPrice = uint96(seed % 50 ether);
        request.minPrice = uint96(uint256(request.maxPrice) * (seed % 101) / 100);
        request.schedulerFee = uint96(seed % 1 ether);
        request.minBond = uint96(seed % 7 ether);
        request.rampSeconds = uint32(seed % 40);
        request.improvementSeconds = uint32(seed % 7);
        request.assignBy = uint64(_time + seed % 200);
        request.fulfilBy = request.assignBy + 1 + uint64(seed % 300);
        request.finalBy = request.fulfilBy + uint64(seed % 211);
        request.maxAttempts = uint32(1 + seed % 3);
        address user = _users[seed % _users.length];
        bool frozen = programs.program(programId).deprecated;
        VM.prank(user);
        try market.submit{value: uint256(request.maxPrice) + request.schedulerFee}(request, INPUT) {
            if (frozen) violation = "I14: a deprecated program took a job";
        } catch {}
    }

    function proposeOffer(uint256 jobSeed, uint256 seed, uint256 priceBps, uint96 bond, bool stale)
        external
        settles(_jobId(jobSeed))
    {
        uint256 jobId = _jobId(jobSeed);
        Job memory entry = market.job(jobId);
        uint256 limit = market.ceiling(jobId);
        // Mostly one of few round prices, so that the same offer comes up again.
        uint256 price = priceBps % 3 == 0 ? limit * (priceBps % 12_000) / 10_000 : (1 + seed % 3) * 1 ether;
        ProviderOffer memory offer = offerBy(seed % 3, price);
        offer.programId = entry.programId;
        offer.bond = uint96(bond % 20 ether);
        offer.maxJobs = uint32(1 + seed % 3);
        offer.salt = bytes32(seed % 2);
        if (stale) offer.epoch += 1;
        _propose(jobId, offer, seed, limit, entry);
    }

    function finalizeAssign(uint256 jobSeed) external settles(_jobId(jobSeed)) {
        bytes32 hash = market.job(_jobId(jobSeed)).offerHash;
        try market.finalizeAssign(_jobId(jobSeed)) {
            if (++_uses[hash] > _maxJobs[hash]) violation = "I10: an offer was used too often";
        } catch {}
    }

    function acknowledge(uint256 jobSeed) external settles(_jobId(jobSeed)) {
        uint256 jobId = _jobId(jobSeed);
        Job memory entry = market.job(jobId);
        VM.prank(entry.provider);
        try market.ack(jobId, entry.attempt, entry.inputDigest) {} catch {}
    }

    function reportInputFault(uint256 jobSeed) external settles(_jobId(jobSeed)) {
        uint256 jobId = _jobId(jobSeed);
        Job memory entry = market.job(jobId);
        VM.prank(entry.provider);
        try market.reportInputFault(jobId, entry.attempt) {} catch {}
    }

    function deliver(uint256 jobSeed, uint256 providerSeed, bool honest) external settles(_jobId(jobSeed)) {
        uint256 jobId = _jobId(jobSeed);
        Job memory entry = market.job(jobId);
        address by = honest ? entry.provider : provider[providerSeed % 3];
        uint256 stakeBefore = vault.activeStake(PROVIDER_ROLE, by);
        uint256[8] memory proof = prove(jobId, by);
        VM.prank(OUTSIDER);
        try market.fulfil(jobId, by, OUTPUT_COMMITMENT, proof, DELIVERY) {
            _recordPayment(jobId, by);
            if (by != entry.provider) violation = "another than the assigned provider was paid";
            if (_slashed[jobId][entry.attempt]) violation = "I9: slashed and yet in time";
            if (vault.activeStake(PROVIDER_ROLE, by) != stakeBefore) violation = "I9: an honest provider lost stake";
        } catch {}
    }

    function rescueJob(uint256 jobSeed, uint256 providerSeed) external settles(_jobId(jobSeed)) {
        uint256 jobId = _jobId(jobSeed);
        Job memory entry = market.job(jobId);
        address by = provider[providerSeed % 3];
        uint256[8] memory proof = prove(jobId, by);
        VM.prank(OUTSIDER);
        try market.rescue(jobId, by, OUTPUT_COMMITMENT, proof, DELIVERY) {
            if (entry.state == JobState.ACKED) _recordSlash(jobId, entry.attempt);
            if (_time <= entry.fulfilBy) violation = "rescued before the assigned provider's time was over";
            _recordPayment(jobId, by);
        } catch {}
    }

    function forge(uint256 jobSeed, uint256 providerSeed, uint256[8] calldata proof) external atTime {
        try market.fulfil(_jobId(jobSeed), provider[providerSeed % 3], OUTPUT_COMMITMENT, proof, DELIVERY) {
            violation = "a forged proof was paid";
        } catch {}
    }

    function cancel(uint256 jobSeed, uint256 userSeed) external settles(_jobId(jobSeed)) {
        uint256 jobId = _jobId(jobSeed);
        VM.prank(_users[userSeed % _users.length]);
        try market.cancel(jobId) {} catch {}
    }

    function missAck(uint256 jobSeed) external settles(_jobId(jobSeed)) {
        uint256 jobId = _jobId(jobSeed);
        uint32 attempt = market.job(jobId).attempt;
        VM.prank(OUTSIDER);
        try market.missAck(jobId) {
            _recordSlash(jobId, attempt);
        } catch {}
    }

    function lapse(uint256 jobSeed) external settles(_jobId(jobSeed)) {
        uint256 jobId = _jobId(jobSeed);
        uint32 attempt = market.job(jobId).attempt;
        VM.prank(OUTSIDER);
        try market.lapse(jobId) {
            _recordSlash(jobId, attempt);
        } catch {}
    }

    function expire(uint256 jobSeed) external settles(_jobId(jobSeed)) {
        uint256 jobId = _jobId(jobSeed);
        VM.prank(OUTSIDER);
        try market.expire(jobId) {} catch {}
    }

    function withdraw(uint256 seed) external atTime {
        address account = _earners[seed % _earners.length];
        VM.prank(account);
        try market.withdraw(payable(address(0xCA54))) {} catch {}
    }

    function bumpOfferEpoch(uint256 seed) external atTime {
        if (seed % 4 != 0) return;
        VM.prank(provider[seed % 3]);
        market.bumpOfferEpoch();
    }

    function unbond(uint256 seed, uint256 amount) external atTime {
        (bytes32 role, address account) = _staker(seed);
        VM.prank(account);
        try vault.startUnbonding(role, amount % 5 ether) returns (uint256 ticket) {
            _tickets.push(ticket);
        } catch {}
    }

    function withdrawStake(uint256 seed) external atTime {
        if (_tickets.length == 0) return;
        uint256 ticket = _tickets[seed % _tickets.length];
        address account = vault.unbonding(ticket).account;
        VM.prank(account);
        try vault.withdraw(ticket, payable(address(0xCA54))) {} catch {}
    }

    function addStake(uint256 seed, uint256 amount) external atTime {
        (bytes32 role, address account) = _staker(seed);
        stake(role, account, 1 + amount % 50 ether);
    }

    /// Ends the present program for new jobs, now and then, and goes on with another.
    function deprecate(uint256 seed) external atTime {
        if (seed % 8 == 0) {
            VM.prank(OWNER);
            programs.deprecate(programId);
        } else if (programs.program(programId).deprecated) {
            ProgramSpec memory spec = programSpec(address(new MockGroth16Verifier("key", 4, true)));
            spec.sourceHash = bytes32(++_programCount);
            programId = programs.register(spec);
        }
    }

    function _propose(uint256 jobId, ProviderOffer memory offer, uint256 seed, uint256 limit, Job memory entry)
        private
    {
        bytes32 hash = market.offerHash(offer);
        bytes memory signature = sign(seed % 3, offer);
        bool revoked = offer.epoch != market.offerEpoch(offer.provider);
        VM.prank(schedulers[seed % 2]);
        try market.propose(jobId, offer, signature) {
            _maxJobs[hash] = offer.maxJobs;
            if (revoked) violation = "I10: a revoked offer was matched";
            if (offer.price > limit || offer.price > entry.maxPrice) violation = "I4: price above the ceiling";
            bool replaces = entry.state == JobState.PROPOSED;
            if (replaces && uint256(offer.price) * 100 > uint256(entry.price) * 99) violation = "not cheaper by 1%";
        } catch {}
    }


}
