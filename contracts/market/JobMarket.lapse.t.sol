// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {JobMarket} from "./JobMarket.sol";
import {MarketFixture} from "../test/MarketFixture.sol";
import {VM} from "../test/Vm.sol";
import {Job, JobRequest, JobState, MarketTerms} from "../types/Job.sol";
import {PROVIDER_ROLE, SCHEDULER_ROLE} from "../types/Roles.sol";

contract JobMarketLapseTest is MarketFixture {
    uint256 private constant TO_USER = BOND * 4 / 10;
    uint256 private constant TO_RESCUER = BOND * 3 / 10;
    uint256 private constant TO_TREASURY = BOND - TO_USER - TO_RESCUER;

    function test_lapse_default() public {
        uint256 jobId = acked();
        VM.warp(market.job(jobId).fulfilBy + 1);
        VM.expectEmit(address(market));
        emit IJobMarket.Lapsed(jobId, provider[0], 1);
        VM.expectEmit(address(market));
        emit IJobMarket.Slashed(jobId, PROVIDER_ROLE, provider[0], TO_USER, TO_RESCUER, TO_TREASURY);
        VM.prank(OUTSIDER);
        market.lapse(jobId);
        Job memory job = market.job(jobId);
        assertEq(uint256(job.state), uint256(JobState.RESCUABLE));
        assertEq(job.bond, 0);
        assertEq(job.rescueReward, TO_RESCUER);
        assertEq(market.credit(USER), TO_USER);
        assertEq(market.credit(TREASURY), TO_TREASURY);
        assertEq(market.credit(schedulers[0]), 0);
        assertEq(vault.activeStake(PROVIDER_ROLE, provider[0]), STAKE - BOND);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[0]), 0);
        assertEq(address(market).balance, ESCROW + BOND);
    }

    function testFuzz_lapse_splitsTheBondToTheWei(uint96 bond) public {
        bond = uint96(bond % (STAKE + 1));
        JobRequest memory request = jobRequest();
        request.minBond = 0;
        uint256 jobId = submit(request);
        proposeWithBond(jobId, 0, PRICE, bond);
        VM.warp(market.job(jobId).windowEnd);
        market.finalizeAssign(jobId);
        ack(jobId);
        VM.warp(market.job(jobId).fulfilBy + 1);
        market.lapse(jobId);
        uint256 toRescuer = market.job(jobId).rescueReward;
        assertEq(toRescuer, uint256(bond) * 3 / 10);
        assertEq(market.credit(TREASURY), uint256(bond) * 3 / 10);
        assertEq(market.credit(USER), bond - toRescuer - market.credit(TREASURY));
    }

    function test_lapse_expiresAfterFinalBy() public {
        uint256 jobId = acked();
        VM.warp(market.job(jobId).finalBy + 1);
        VM.expectEmit(address(market));
        emit IJobMarket.Expired(jobId, USER, ESCROW);
        market.lapse(jobId);
        assertEq(stateOf(jobId), uint256(JobState.EXPIRED));
        assertEq(market.credit(USER), ESCROW + TO_USER);
        assertEq(market.credit(TREASURY), TO_TREASURY + TO_RESCUER);
    }

    function test_lapse_error_tooEarly() public {
        uint256 jobId = acked();
        uint64 fulfilBy = market.job(jobId).fulfilBy;
        VM.warp(fulfilBy);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooEarly.selector, jobId, fulfilBy + 1));
        market.lapse(jobId);
    }

    function test_lapse_error_badState_onlyOnce() public {
        uint256 jobId = lapsed();
        expectBadState(jobId, JobState.ACKED);
        market.lapse(jobId);
        assertEq(vault.activeStake(PROVIDER_ROLE, provider[0]), STAKE - BOND);
    }

    function test_rescue_default() public {
        uint256 jobId = lapsed();
        VM.expectEmit(address(market));
        emit IJobMarket.ResultDelivered(jobId, provider[1], OUTPUT_COMMITMENT, resultDigest(), DELIVERY);
        VM.expectEmit(address(market));
        emit IJobMarket.Rescued(jobId, provider[1], PRICE, TO_RESCUER);
        VM.expectEmit(address(market));
        emit IJobMarket.Fulfilled(jobId, provider[1], PRICE, 0, ESCROW - PRICE);
        rescue(jobId, provider[1]);
        assertEq(stateOf(jobId), uint256(JobState.FULFILLED));
        assertEq(market.job(jobId).provider, provider[1]);
        assertEq(market.credit(provider[1]), PRICE + TO_RESCUER);
        assertEq(market.credit(provider[0]), 0);
        assertEq(market.credit(schedulers[0]), 0);
        assertEq(market.credit(USER), ESCROW - PRICE + TO_USER);
    }

    function test_rescue_behavior_lapsesFirst() public {
        uint256 jobId = acked();
        VM.warp(market.job(jobId).finalBy);
        rescue(jobId, provider[2]);
        assertEq(market.credit(provider[2]), PRICE + TO_RESCUER);
        assertEq(vault.activeStake(PROVIDER_ROLE, provider[0]), STAKE - BOND);
    }

    function test_rescue_behavior_lateProviderLosesMoreThanItsReward() public {
        uint256 jobId = lapsed();
        rescue(jobId, provider[0]);
        assertEq(market.credit(provider[0]), PRICE + TO_RESCUER);
        assertEq(vault.activeStake(PROVIDER_ROLE, provider[0]), STAKE - BOND);
    }

    function test_rescue_error_tooEarly() public {
        uint256 jobId = acked();
        uint64 fulfilBy = market.job(jobId).fulfilBy;
        VM.warp(fulfilBy);
        uint256[8] memory proof = prove(jobId, provider[1]);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooEarly.selector, jobId, fulfilBy + 1));
        market.rescue(jobId, provider[1], OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_rescue_error_tooLate() public {
        uint256 jobId = lapsed();
        uint64 finalBy = market.job(jobId).finalBy;
        VM.warp(finalBy + 1);
        uint256[8] memory proof = prove(jobId, provider[1]);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooLate.selector, jobId, finalBy));
        market.rescue(jobId, provider[1], OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_rescue_error_badState() public {
        uint256 jobId = assigned();
        uint256[8] memory proof = prove(jobId, provider[1]);
        expectBadState(jobId, JobState.RESCUABLE);
        market.rescue(jobId, provider[1], OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_rescue_error_notEligible() public {
        uint256 jobId = lapsed();
        uint256[8] memory proof = prove(jobId, OUTSIDER);
        bytes32 reason = "UNREGISTERED";
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.NotEligible.selector, OUTSIDER, reason));
        market.rescue(jobId, OUTSIDER, OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_rescue_error_proofInvalid() public {
        uint256 jobId = lapsed();
        uint256[8] memory proof = prove(jobId, provider[2]);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.ProofInvalid.selector, jobId));
        market.rescue(jobId, provider[1], OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_expire_open() public {
        uint256 jobId = submit();
        VM.warp(market.job(jobId).assignBy + 1);
        VM.expectEmit(address(market));
        emit IJobMarket.Expired(jobId, USER, ESCROW);
        VM.prank(OUTSIDER);
        market.expire(jobId);
        assertEq(stateOf(jobId), uint256(JobState.EXPIRED));
        assertEq(market.credit(USER), ESCROW);
    }

    function test_expire_proposed() public {
        uint256 jobId = proposed();
        VM.warp(market.job(jobId).assignBy + 1);
        market.expire(jobId);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[0]), 0);
        assertEq(vault.lockedStake(SCHEDULER_ROLE, schedulers[0]), 0);
        assertEq(market.credit(USER), ESCROW);
    }

    function test_expire_rescuable() public {
        uint256 jobId = lapsed();
        VM.warp(market.job(jobId).finalBy + 1);
        market.expire(jobId);
        assertEq(market.credit(USER), ESCROW + TO_USER);
        assertEq(market.credit(TREASURY), TO_TREASURY + TO_RESCUER);
        assertEq(market.job(jobId).rescueReward, 0);
    }

    function test_expire_error_tooEarly() public {
        uint256 jobId = submit();
        uint64 assignBy = market.job(jobId).assignBy;
        VM.warp(assignBy);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooEarly.selector, jobId, assignBy + 1));
        market.expire(jobId);
        jobId = lapsed();
        uint64 finalBy = market.job(jobId).finalBy;
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooEarly.selector, jobId, finalBy + 1));
        market.expire(jobId);
    }

    function test_expire_error_badState() public {
        uint256 jobId = acked();
        expectBadState(jobId, JobState.OPEN);
        market.expire(jobId);
        expectBadState(99, JobState.OPEN);
        market.expire(99);
    }

    function test_terms() public view {
        assertEq(keccak256(abi.encode(market.terms())), keccak256(abi.encode(marketTerms())));
        assertEq(market.vault(), address(vault));
        assertEq(market.programs(), address(programs));
        assertEq(market.providers(), address(providers));
        assertEq(market.treasury(), TREASURY);
    }

    function test_constructor_error_badTerms() public {
        MarketTerms memory terms = marketTerms();
        terms.userSlashBps = 7_001;
        _expectBadTerms(terms, TREASURY);
        terms = marketTerms();
        terms.savingsShareBps = 10_001;
        _expectBadTerms(terms, TREASURY);
        terms = marketTerms();
        terms.ackSeconds = 0;
        _expectBadTerms(terms, TREASURY);
        _expectBadTerms(marketTerms(), address(0));
    }

    function _expectBadTerms(MarketTerms memory terms, address treasury) private {
        VM.expectRevert(IJobMarket.BadTerms.selector);
        new JobMarket(vault, programs, providers, treasury, terms);
    }
}
