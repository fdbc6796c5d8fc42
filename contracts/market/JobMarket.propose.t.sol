// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {MarketFixture} from "../test/MarketFixture.sol";
import {VM} from "../test/Vm.sol";
import {ProviderRecord} from "../types/Hardware.sol";
import {Job, JobRequest, JobState, ProviderOffer} from "../types/Job.sol";
import {PROVIDER_ROLE, SCHEDULER_ROLE} from "../types/Roles.sol";

contract JobMarketProposeTest is MarketFixture {
    function test_propose_default() public {
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        bytes32 hash = market.offerHash(offer);
        bytes memory signature = sign(0, offer);
        VM.expectEmit(address(market));
        emit IJobMarket.Proposed(
            jobId, provider[0], schedulers[0], PRICE, BOND, hash, uint64(block.timestamp + 6)
        );
        VM.prank(schedulers[0]);
        market.propose(jobId, offer, signature);
        Job memory job = market.job(jobId);
        assertEq(uint256(job.state), uint256(JobState.PROPOSED));
        assertEq(job.provider, provider[0]);
        assertEq(job.scheduler, schedulers[0]);
        assertEq(job.price, PRICE);
        assertEq(job.bond, BOND);
        assertEq(job.offerHash, hash);
        assertEq(market.consumed(hash), 1);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[0]), BOND);
        assertEq(vault.lockedStake(SCHEDULER_ROLE, schedulers[0]), SCHEDULER_BOND);
    }

    function test_propose_replaces() public {
        uint256 jobId = proposed();
        bytes32 first = market.job(jobId).offerHash;
        uint64 windowEnd = market.job(jobId).windowEnd;
        VM.warp(block.timestamp + 5);
        ProviderOffer memory offer = offerBy(1, PRICE * 99 / 100);
        bytes memory signature = sign(1, offer);
        VM.expectEmit(address(market));
        emit IJobMarket.ProposalReplaced(jobId, provider[0], schedulers[0], PRICE);
        VM.prank(schedulers[1]);
        market.propose(jobId, offer, signature);
        Job memory job = market.job(jobId);
        assertEq(job.provider, provider[1]);
        assertEq(job.scheduler, schedulers[1]);
        assertEq(job.windowEnd, windowEnd);
        assertEq(market.consumed(first), 0);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[0]), 0);
        assertEq(vault.lockedStake(SCHEDULER_ROLE, schedulers[0]), 0);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[1]), BOND);
    }

    function testFuzz_propose_error_notCheaper(uint256 price) public {
        uint256 jobId = proposed();
        price = price % (MAX_PRICE + 1);
        bool cheaper = price * 100 <= PRICE * 99;
        if (!cheaper) VM.expectRevert(abi.encodeWithSelector(IJobMarket.NotCheaper.selector, price, PRICE));
        this.proposeExternally(jobId, 1, price);
    }

    function test_propose_error_notCheaper_zero() public {
        uint256 jobId = submit();
        propose(jobId, 0, 0);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.NotCheaper.selector, 0, 0));
        this.proposeExternally(jobId, 1, 0);
    }

    function test_propose_error_priceAboveCeiling() public {
        JobRequest memory request = jobRequest();
        request.minPrice = uint96(MAX_PRICE / 2);
        request.rampSeconds = 20;
        uint256 jobId = submit(request);
        VM.warp(block.timestamp + 4);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.PriceAboveCeiling.selector, PRICE + 1, PRICE));
        this.proposeExternally(jobId, 0, PRICE + 1);
        propose(jobId, 0, PRICE);
    }

    function test_propose_error_badState() public {
        uint256 jobId = assigned();
        expectBadState(jobId, JobState.OPEN);
        this.proposeExternally(jobId, 1, 1);
        expectBadState(99, JobState.OPEN);
        this.proposeExternally(99, 1, 1);
    }

    function test_propose_error_tooLate() public {
        uint256 jobId = submit();
        uint64 assignBy = market.job(jobId).assignBy;
        VM.warp(assignBy + 1);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooLate.selector, jobId, assignBy));
        this.proposeExternally(jobId, 0, PRICE);
    }

    function test_propose_error_tooLate_window() public {
        uint256 jobId = proposed();
        uint64 windowEnd = market.job(jobId).windowEnd;
        VM.warp(windowEnd);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooLate.selector, jobId, windowEnd));
        this.proposeExternally(jobId, 1, 1);
    }

    function test_propose_behavior_windowEndsByAssignBy() public {
        uint256 jobId = submit();
        uint64 assignBy = market.job(jobId).assignBy;
        VM.warp(assignBy - 2);
        propose(jobId, 0, PRICE);
        assertEq(market.job(jobId).windowEnd, assignBy);
        VM.warp(assignBy);
        market.finalizeAssign(jobId);
    }

    function test_propose_error_notScheduler() public {
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        bytes memory signature = sign(0, offer);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.NotScheduler.selector, OUTSIDER));
        VM.prank(OUTSIDER);
        market.propose(jobId, offer, signature);
    }

    function test_propose_error_notEligible() public {
        uint256 jobId = submit();
        _expectIneligible(jobId, "VRAM", ProviderRecord(provider[0], "cpu", 0, 2048, 4, ""), 8);
        _expectIneligible(jobId, "HW_CLASS", ProviderRecord(provider[0], "gpu", 0, 2048, 4, ""), 0);
        _expectIneligible(jobId, "MEMORY", ProviderRecord(provider[0], "cpu", 0, 1023, 4, ""), 0);
        _expectIneligible(jobId, "CORES", ProviderRecord(provider[0], "cpu", 0, 2048, 1, ""), 0);
    }

    function test_propose_error_notEligible_unregistered() public {
        uint256 jobId = submit();
        VM.prank(provider[0]);
        providers.deregister();
        _expectReason(jobId, "UNREGISTERED");
    }

    function test_propose_error_notEligible_unstaked() public {
        uint256 jobId = submit();
        VM.prank(provider[0]);
        vault.startUnbonding(PROVIDER_ROLE, STAKE - 9 ether);
        _expectReason(jobId, "UNSTAKED");
    }

    function test_propose_error_notEligible_failedBefore() public {
        uint256 jobId = assigned();
        VM.warp(market.job(jobId).ackBy + 1);
        market.missAck(jobId);
        _expectReason(jobId, "FAILED_BEFORE");
        propose(jobId, 1, PRICE);
    }

    function proposeExternally(uint256 jobId, uint256 index, uint256 price) external {
        propose(jobId, index, price);
    }

    function _expectOffer(uint256 jobId, ProviderOffer memory offer, bytes memory error_) private {
        bytes memory signature = sign(0, offer);
        VM.expectRevert(error_);
        VM.prank(schedulers[0]);
        market.propose(jobId, offer, signature);
    }

    function _expectReason(uint256 jobId, bytes32 reason) private {
        _expectOffer(
            jobId,
            offerBy(0, PRICE),
            abi.encodeWithSelector(IJobMarket.NotEligible.selector, provider[0], reason)
        );
    }

    function _expectIneligible(uint256 jobId, bytes32 reason, ProviderRecord memory record, uint32 minVramMiB)
        private
    {
        VM.prank(provider[0]);
        providers.register(record);
        if (minVramMiB != 0) {
            JobRequest memory request = jobRequest();
            request.needs.minVramMiB = minVramMiB;
            jobId = submit(request);
        }
        _expectReason(jobId, reason);
    }
}
