// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {MockSmartWallet} from "../mocks/MockSmartWallet.sol";
import {MarketFixture} from "../test/MarketFixture.sol";
import {VM} from "../test/Vm.sol";
import {ProviderOffer} from "../types/Job.sol";
import {PROVIDER_ROLE} from "../types/Roles.sol";

contract JobMarketOfferTest is MarketFixture {
    function test_propose_behavior_sameProviderNeedsOneBondOnly() public {
        VM.prank(provider[0]);
        vault.startUnbonding(PROVIDER_ROLE, STAKE - 10 ether);
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        offer.bond = 10 ether;
        _propose(jobId, 0, offer);
        offer.price = uint96(PRICE / 2);
        _propose(jobId, 0, offer);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[0]), 10 ether);
    }

    function test_propose_error_insufficientFreeStake() public {
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        offer.bond = uint96(STAKE + 1);
        _expectOffer(
            jobId,
            offer,
            abi.encodeWithSelector(
                IStakeVault.InsufficientFreeStake.selector, PROVIDER_ROLE, provider[0], STAKE, STAKE + 1
            )
        );
    }

    function test_propose_error_bondTooLow() public {
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        offer.bond -= 1;
        _expectOffer(jobId, offer, abi.encodeWithSelector(IJobMarket.BondTooLow.selector, BOND - 1, BOND));
    }

    function test_propose_error_offerProgramMismatch() public {
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        offer.programId = "other";
        _expectOffer(
            jobId,
            offer,
            abi.encodeWithSelector(IJobMarket.OfferProgramMismatch.selector, offer.programId, programId)
        );
    }

    function test_propose_error_offerJobMismatch() public {
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        offer.jobId = jobId + 1;
        _expectOffer(
            jobId, offer, abi.encodeWithSelector(IJobMarket.OfferJobMismatch.selector, jobId + 1, jobId)
        );
        offer.jobId = jobId;
        _propose(jobId, 0, offer);
    }

    function test_propose_error_offerOutdated() public {
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        offer.validUntil = uint64(block.timestamp) - 1;
        bytes32 hash = market.offerHash(offer);
        _expectOffer(
            jobId, offer, abi.encodeWithSelector(IJobMarket.OfferOutdated.selector, hash, offer.validUntil)
        );
        offer.validUntil += 1;
        _propose(jobId, 0, offer);
    }

    function test_propose_error_offerRevoked() public {
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        bytes32 hash = market.offerHash(offer);
        VM.expectEmit(address(market));
        emit IJobMarket.OfferEpochBumped(provider[0], 1);
        VM.prank(provider[0]);
        market.bumpOfferEpoch();
        _expectOffer(jobId, offer, abi.encodeWithSelector(IJobMarket.OfferRevoked.selector, hash, 0, 1));
    }

    function test_propose_error_offerConsumed() public {
        ProviderOffer memory offer = offerBy(0, PRICE);
        offer.maxJobs = 2;
        bytes32 hash = market.offerHash(offer);
        _propose(submit(), 0, offer);
        _propose(submit(), 0, offer);
        _expectOffer(submit(), offer, abi.encodeWithSelector(IJobMarket.OfferConsumed.selector, hash, 2));
    }

    function test_propose_behavior_droppedProposalGivesBackOneUse() public {
        ProviderOffer memory offer = offerBy(0, PRICE);
        offer.maxJobs = 2;
        bytes32 hash = market.offerHash(offer);
        _propose(submit(), 0, offer);
        uint256 second = submit();
        _propose(second, 0, offer);
        VM.prank(USER);
        market.cancel(second);
        assertEq(market.consumed(hash), 1);
    }

    function test_propose_error_badOfferSignature() public {
        uint256 jobId = submit();
        ProviderOffer memory offer = offerBy(0, PRICE);
        bytes32 hash = market.offerHash(offer);
        bytes memory signature = sign(1, offer);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.BadOfferSignature.selector, hash, provider[0]));
        VM.prank(schedulers[0]);
        market.propose(jobId, offer, signature);
    }

    function test_propose_behavior_smartWalletProvider() public {
        MockSmartWallet wallet = new MockSmartWallet(VM.addr(providerKey(0)));
        stake(PROVIDER_ROLE, address(wallet), STAKE);
        VM.prank(address(wallet));
        providers.register(providerRecord(address(wallet)));
        ProviderOffer memory offer = offerBy(0, PRICE);
        offer.provider = address(wallet);
        uint256 jobId = submit();
        _propose(jobId, 0, offer);
        assertEq(market.job(jobId).provider, address(wallet));
    }

    function _propose(uint256 jobId, uint256 signer, ProviderOffer memory offer) private {
        bytes memory signature = sign(signer, offer);
        VM.prank(schedulers[0]);
        market.propose(jobId, offer, signature);
    }

    function _expectOffer(uint256 jobId, ProviderOffer memory offer, bytes memory error_) private {
        bytes memory signature = sign(0, offer);
        VM.expectRevert(error_);
        VM.prank(schedulers[0]);
        market.propose(jobId, offer, signature);
    }
}
