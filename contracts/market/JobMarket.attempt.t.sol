// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {MarketFixture} from "../test/MarketFixture.sol";
import {VM} from "../test/Vm.sol";
import {Job, JobRequest, JobState} from "../types/Job.sol";
import {PROVIDER_ROLE, SCHEDULER_ROLE} from "../types/Roles.sol";

contract JobMarketAttemptTest is MarketFixture {
    function test_finalizeAssign_default() public {
        uint256 jobId = proposed();
        VM.warp(market.job(jobId).windowEnd);
        VM.expectEmit(address(market));
        emit IJobMarket.Assigned(jobId, provider[0], schedulers[0], 1, PRICE, uint64(block.timestamp + 30));
        VM.prank(OUTSIDER);
        market.finalizeAssign(jobId);
        assertEq(stateOf(jobId), uint256(JobState.ASSIGNED));
    }

    function test_finalizeAssign_behavior_noWindow() public {
        JobRequest memory request = jobRequest();
        request.improvementSeconds = 0;
        uint256 jobId = submit(request);
        propose(jobId, 0, PRICE);
        market.finalizeAssign(jobId);
    }

    function test_finalizeAssign_behavior_ackByFulfilBy() public {
        JobRequest memory request = jobRequest();
        request.fulfilBy = request.assignBy + 1;
        uint256 jobId = submit(request);
        propose(jobId, 0, PRICE);
        VM.warp(request.assignBy);
        market.finalizeAssign(jobId);
        assertEq(market.job(jobId).ackBy, request.fulfilBy);
    }

    function test_finalizeAssign_error_tooEarly() public {
        uint256 jobId = proposed();
        uint64 windowEnd = market.job(jobId).windowEnd;
        VM.warp(windowEnd - 1);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooEarly.selector, jobId, windowEnd));
        market.finalizeAssign(jobId);
    }

    function test_finalizeAssign_error_tooLate() public {
        uint256 jobId = proposed();
        uint64 assignBy = market.job(jobId).assignBy;
        VM.warp(assignBy + 1);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooLate.selector, jobId, assignBy));
        market.finalizeAssign(jobId);
    }

    function test_finalizeAssign_error_badState() public {
        uint256 jobId = submit();
        expectBadState(jobId, JobState.PROPOSED);
        market.finalizeAssign(jobId);
    }

    function test_ack_default() public {
        uint256 jobId = assigned();
        VM.expectEmit(address(market));
        emit IJobMarket.Acked(jobId, provider[0], 1);
        ack(jobId);
        assertEq(stateOf(jobId), uint256(JobState.ACKED));
        assertEq(vault.lockedStake(SCHEDULER_ROLE, schedulers[0]), 0);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[0]), BOND);
    }

    function test_ack_error_wrongProvider() public {
        uint256 jobId = assigned();
        VM.expectRevert(
            abi.encodeWithSelector(IJobMarket.WrongProvider.selector, jobId, provider[1], provider[0])
        );
        VM.prank(provider[1]);
        market.ack(jobId, 1, keccak256(INPUT));
    }

    function test_ack_error_wrongAttempt() public {
        uint256 jobId = assigned();
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.WrongAttempt.selector, jobId, 2, 1));
        VM.prank(provider[0]);
        market.ack(jobId, 2, keccak256(INPUT));
    }

    function test_ack_error_wrongInputDigest() public {
        uint256 jobId = assigned();
        bytes32 other = "other";
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.WrongInputDigest.selector, other, keccak256(INPUT)));
        VM.prank(provider[0]);
        market.ack(jobId, 1, other);
    }

    function test_ack_error_tooLate() public {
        uint256 jobId = assigned();
        uint64 ackBy = market.job(jobId).ackBy;
        VM.warp(ackBy + 1);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooLate.selector, jobId, ackBy));
        VM.prank(provider[0]);
        market.ack(jobId, 1, keccak256(INPUT));
        VM.warp(ackBy);
        ack(jobId);
    }

    function test_ack_error_badState() public {
        uint256 jobId = proposed();
        expectBadState(jobId, JobState.ASSIGNED);
        VM.prank(provider[0]);
        market.ack(jobId, 1, keccak256(INPUT));
    }

    function test_reportInputFault_reopens() public {
        uint256 jobId = assigned();
        VM.expectEmit(address(market));
        emit IJobMarket.InputFault(jobId, provider[0], 1);
        VM.expectEmit(address(market));
        emit IJobMarket.Reopened(jobId, 2);
        VM.prank(provider[0]);
        market.reportInputFault(jobId, 1);
        Job memory job = market.job(jobId);
        assertEq(uint256(job.state), uint256(JobState.OPEN));
        assertEq(job.attempt, 2);
        assertEq(job.provider, address(0));
        assertEq(job.offerHash, 0);
        _requireNothingSlashed();
    }

    function test_reportInputFault_voids() public {
        uint256 jobId = assigned();
        VM.prank(provider[0]);
        market.reportInputFault(jobId, 1);
        propose(jobId, 1, PRICE);
        VM.warp(market.job(jobId).windowEnd);
        market.finalizeAssign(jobId);
        VM.expectEmit(address(market));
        emit IJobMarket.Voided(jobId, USER, ESCROW);
        VM.prank(provider[1]);
        market.reportInputFault(jobId, 2);
        assertEq(stateOf(jobId), uint256(JobState.VOID));
        assertEq(market.credit(USER), ESCROW);
        _requireNothingSlashed();
    }

    function test_reportInputFault_voidsWhenTooLateToAssign() public {
        uint256 jobId = submit();
        VM.warp(market.job(jobId).assignBy - 6);
        assign(jobId);
        VM.warp(market.job(jobId).assignBy + 1);
        VM.prank(provider[0]);
        market.reportInputFault(jobId, 1);
        assertEq(stateOf(jobId), uint256(JobState.VOID));
    }

    function test_reportInputFault_error_wrongProvider() public {
        uint256 jobId = assigned();
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.WrongProvider.selector, jobId, OUTSIDER, provider[0]));
        VM.prank(OUTSIDER);
        market.reportInputFault(jobId, 1);
    }

    function test_reportInputFault_error_badState() public {
        uint256 jobId = acked();
        expectBadState(jobId, JobState.ASSIGNED);
        VM.prank(provider[0]);
        market.reportInputFault(jobId, 1);
    }

    function test_missAck_reopens() public {
        uint256 jobId = assigned();
        VM.warp(market.job(jobId).ackBy + 1);
        VM.expectEmit(address(market));
        emit IJobMarket.AckMissed(jobId, provider[0], schedulers[0], 1);
        VM.expectEmit(address(market));
        emit IJobMarket.Slashed(jobId, PROVIDER_ROLE, provider[0], 0, 0, NO_ACK_PENALTY);
        VM.expectEmit(address(market));
        emit IJobMarket.Slashed(jobId, SCHEDULER_ROLE, schedulers[0], 0, 0, SCHEDULER_BOND);
        VM.prank(OUTSIDER);
        market.missAck(jobId);
        assertEq(stateOf(jobId), uint256(JobState.OPEN));
        assertEq(market.job(jobId).attempt, 2);
        assertEq(market.credit(TREASURY), NO_ACK_PENALTY + SCHEDULER_BOND);
        assertEq(market.credit(USER), 0);
        assertEq(vault.activeStake(PROVIDER_ROLE, provider[0]), STAKE - NO_ACK_PENALTY);
        assertEq(vault.activeStake(SCHEDULER_ROLE, schedulers[0]), STAKE - SCHEDULER_BOND);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[0]), 0);
        assertEq(vault.lockedStake(SCHEDULER_ROLE, schedulers[0]), 0);
        assertEq(address(market).balance, ESCROW + NO_ACK_PENALTY + SCHEDULER_BOND);
    }

    function test_missAck_expiresWithoutAttemptsLeft() public {
        JobRequest memory request = jobRequest();
        request.maxAttempts = 1;
        uint256 jobId = submit(request);
        assign(jobId);
        VM.warp(market.job(jobId).ackBy + 1);
        VM.expectEmit(address(market));
        emit IJobMarket.Expired(jobId, USER, ESCROW);
        market.missAck(jobId);
        assertEq(stateOf(jobId), uint256(JobState.EXPIRED));
        assertEq(market.credit(USER), ESCROW);
    }

    function test_missAck_behavior_penaltyIsAtMostTheBond() public {
        JobRequest memory request = jobRequest();
        request.minBond = 0;
        uint256 jobId = submit(request);
        proposeWithBond(jobId, 0, PRICE, uint96(NO_ACK_PENALTY / 5));
        VM.warp(market.job(jobId).windowEnd);
        market.finalizeAssign(jobId);
        VM.warp(market.job(jobId).ackBy + 1);
        market.missAck(jobId);
        assertEq(vault.activeStake(PROVIDER_ROLE, provider[0]), STAKE - NO_ACK_PENALTY / 5);
        assertEq(market.credit(TREASURY), NO_ACK_PENALTY / 5 + SCHEDULER_BOND);
    }

    function test_missAck_error_tooEarly() public {
        uint256 jobId = assigned();
        uint64 ackBy = market.job(jobId).ackBy;
        VM.warp(ackBy);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooEarly.selector, jobId, ackBy + 1));
        market.missAck(jobId);
    }

    function test_missAck_error_badState() public {
        uint256 jobId = acked();
        expectBadState(jobId, JobState.ASSIGNED);
        market.missAck(jobId);
    }

    function _requireNothingSlashed() private view {
        assertEq(vault.activeStake(PROVIDER_ROLE, provider[0]), STAKE);
        assertEq(vault.activeStake(SCHEDULER_ROLE, schedulers[0]), STAKE);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[0]), 0);
        assertEq(vault.lockedStake(SCHEDULER_ROLE, schedulers[0]), 0);
    }
}
