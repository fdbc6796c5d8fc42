// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {IProgramRegistry} from "../interfaces/IProgramRegistry.sol";
import {MarketFixture} from "../test/MarketFixture.sol";
import {VM} from "../test/Vm.sol";
import {Job, JobRequest, JobState} from "../types/Job.sol";

contract JobMarketSubmitTest is MarketFixture {
    uint256 private constant R = 21888242871839275222246405745257275088548364400416034343698204186575808495617;

    function test_submit_default() public {
        JobRequest memory request = jobRequest();
        request.userKey = [uint256(5), 6];
        uint256 jobId = submit(request);
        Job memory job = market.job(jobId);
        assertEq(jobId, 1);
        assertEq(market.jobCount(), 1);
        assertEq(uint256(job.state), uint256(JobState.OPEN));
        assertEq(job.user, USER);
        assertEq(job.attempt, 1);
        assertEq(job.verifier, address(verifier));
        assertEq(job.programId, programId);
        assertEq(job.inputCommitment, request.inputCommitment);
        assertEq(job.inputDigest, keccak256(INPUT));
        assertEq(job.requestHash, market.requestHash(USER, request));
        assertEq(job.openedAt, block.timestamp);
        assertEq(job.needs.hwClass, request.needs.hwClass);
        assertEq(job.needs.minCores, request.needs.minCores);
        assertEq(address(market).balance, ESCROW);
    }

    function test_submit_event() public {
        JobRequest memory request = jobRequest();
        bytes32 hash = market.requestHash(USER, request);
        VM.expectEmit(address(market));
        emit IJobMarket.JobSubmitted(1, USER, programId, hash, address(verifier), request, INPUT);
        submit(request);
    }

    function test_submit_idsRun() public {
        assertEq(submit(), 1);
        assertEq(submit(), 2);
        assertEq(market.job(1).requestHash, market.job(2).requestHash);
    }

    function test_submit_error_programUnknown() public {
        JobRequest memory request = jobRequest();
        request.programId = "other";
        _expect(request, abi.encodeWithSelector(IProgramRegistry.ProgramUnknown.selector, request.programId));
    }

    function test_submit_error_programFrozen() public {
        VM.prank(OWNER);
        programs.deprecate(programId);
        _expect(jobRequest(), abi.encodeWithSelector(IProgramRegistry.ProgramFrozen.selector, programId));
    }

    function testFuzz_submit_error_badClocks(uint64 assignBy, uint64 fulfilBy, uint64 finalBy) public {
        uint64 now_ = uint64(block.timestamp);
        VM.assume(assignBy < now_ || assignBy >= fulfilBy || fulfilBy > finalBy);
        JobRequest memory request = jobRequest();
        (request.assignBy, request.fulfilBy, request.finalBy) = (assignBy, fulfilBy, finalBy);
        _expect(request, abi.encodeWithSelector(IJobMarket.BadClocks.selector, now_, assignBy, fulfilBy, finalBy));
    }

    function test_submit_behavior_tightestClocks() public {
        JobRequest memory request = jobRequest();
        request.assignBy = uint64(block.timestamp);
        request.fulfilBy = request.assignBy + 1;
        request.finalBy = request.fulfilBy;
        submit(request);
    }

    function test_submit_error_badPriceRange() public {
        JobRequest memory request = jobRequest();
        request.minPrice = request.maxPrice + 1;
        _expect(
            request,
            abi.encodeWithSelector(IJobMarket.BadPriceRange.selector, request.minPrice, request.maxPrice)
        );
    }

    function test_submit_error_noAttempts() public {
        JobRequest memory request = jobRequest();
        request.maxAttempts = 0;
        _expect(request, abi.encodeWithSelector(IJobMarket.NoAttempts.selector));
    }

    function test_submit_error_signalOutOfField() public {
        JobRequest memory request = jobRequest();
        request.inputCommitment = R;
        _expect(request, abi.encodeWithSelector(IJobMarket.SignalOutOfField.selector, 1));
        request.inputCommitment = R - 1;
        submit(request);
    }

    function test_submit_error_userKeyOutOfField() public {
        for (uint256 i = 0; i < 2; ++i) {
            JobRequest memory request = jobRequest();
            request.userKey[i] = R;
            _expect(request, abi.encodeWithSelector(IJobMarket.UserKeyOutOfField.selector, i));
        }
    }

    function test_submit_error_wrongInputDigest() public {
        JobRequest memory request = jobRequest();
        request.inputDigest = "other";
        _expect(
            request,
            abi.encodeWithSelector(IJobMarket.WrongInputDigest.selector, keccak256(INPUT), request.inputDigest)
        );
    }

    function testFuzz_submit_error_wrongEscrow(uint96 sent) public {
        VM.assume(sent != ESCROW);
        VM.deal(USER, sent);
        JobRequest memory request = jobRequest();
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.WrongEscrow.selector, sent, ESCROW));
        VM.prank(USER);
        market.submit{value: sent}(request, INPUT);
    }

    function testFuzz_ceiling(uint96 minPrice, uint96 maxPrice, uint32 rampSeconds, uint32 elapsed) public {
        VM.assume(minPrice <= maxPrice);
        JobRequest memory request = jobRequest();
        (request.minPrice, request.maxPrice, request.rampSeconds) = (minPrice, maxPrice, rampSeconds);
        request.schedulerFee = 0;
        VM.deal(USER, maxPrice);
        uint256 jobId = submit(request);
        assertEq(market.ceiling(jobId), rampSeconds == 0 ? maxPrice : minPrice);
        VM.warp(block.timestamp + elapsed);
        uint256 want = elapsed >= rampSeconds
            ? maxPrice
            : minPrice + uint256(maxPrice - minPrice) * elapsed / rampSeconds;
        assertEq(market.ceiling(jobId), want);
    }

    function test_cancel_open() public {
        uint256 jobId = submit();
        VM.expectEmit(address(market));
        emit IJobMarket.Cancelled(jobId, USER, ESCROW);
        VM.prank(USER);
        market.cancel(jobId);
        assertEq(stateOf(jobId), uint256(JobState.CANCELLED));
        assertEq(market.credit(USER), ESCROW);
    }

    function test_cancel_proposed() public {
        uint256 jobId = proposed();
        VM.prank(USER);
        market.cancel(jobId);
        assertEq(market.credit(USER), ESCROW);
        assertEq(vault.lockedStake("PROVIDER", provider[0]), 0);
        assertEq(vault.lockedStake("SCHEDULER", schedulers[0]), 0);
        assertEq(market.consumed(market.job(jobId).offerHash), 0);
    }

    function test_cancel_error_notUser() public {
        uint256 jobId = submit();
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.NotUser.selector, jobId, OUTSIDER, USER));
        VM.prank(OUTSIDER);
        market.cancel(jobId);
    }

    function test_cancel_error_badState() public {
        uint256 jobId = assigned();
        expectBadState(jobId, JobState.OPEN);
        VM.prank(USER);
        market.cancel(jobId);
    }

    function _expect(JobRequest memory request, bytes memory error_) private {
        VM.deal(USER, uint256(request.maxPrice) + request.schedulerFee);
        VM.expectRevert(error_);
        submit(request);
    }
}
