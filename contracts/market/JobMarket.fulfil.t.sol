// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {Delivery} from "../libraries/Delivery.sol";
import {Groth16Verifier} from "../verifiers/Groth16Verifier.sol";
import {MockSmartWallet} from "../mocks/MockSmartWallet.sol";
import {Groth16Vector} from "../test/Groth16Vector.sol";
import {MarketFixture} from "../test/MarketFixture.sol";
import {VM} from "../test/Vm.sol";
import {ProviderRecord} from "../types/Hardware.sol";
import {Job, JobRequest, JobState} from "../types/Job.sol";
import {ProgramSpec} from "../types/Program.sol";
import {PROVIDER_ROLE} from "../types/Roles.sol";

contract JobMarketFulfilTest is MarketFixture {
    uint256 private constant R = 21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 private constant FEE = SCHEDULER_FEE + (MAX_PRICE - PRICE) / 10;

    function test_fulfil_default() public {
        uint256 jobId = acked();
        VM.expectEmit(address(market));
        emit IJobMarket.ResultDelivered(jobId, provider[0], OUTPUT_COMMITMENT, resultDigest(), DELIVERY);
        VM.expectEmit(address(market));
        emit IJobMarket.Fulfilled(jobId, provider[0], PRICE, FEE, ESCROW - PRICE - FEE);
        fulfil(jobId);
        assertEq(stateOf(jobId), uint256(JobState.FULFILLED));
        assertEq(market.credit(provider[0]), PRICE);
        assertEq(market.credit(schedulers[0]), FEE);
        assertEq(market.credit(USER), ESCROW - PRICE - FEE);
        assertEq(vault.lockedStake(PROVIDER_ROLE, provider[0]), 0);
        assertEq(vault.activeStake(PROVIDER_ROLE, provider[0]), STAKE);
    }

    function testFuzz_fulfil_splitsTheEscrowToTheWei(uint96 maxPrice, uint96 schedulerFee, uint96 price) public {
        JobRequest memory request = jobRequest();
        (request.minPrice, request.maxPrice, request.schedulerFee) = (maxPrice, maxPrice, schedulerFee);
        price = uint96(uint256(price) % (uint256(maxPrice) + 1));
        VM.deal(USER, uint256(maxPrice) + schedulerFee);
        uint256 jobId = submit(request);
        propose(jobId, 0, price);
        VM.warp(market.job(jobId).windowEnd);
        market.finalizeAssign(jobId);
        ack(jobId);
        fulfil(jobId);
        uint256 fee = schedulerFee + uint256(maxPrice - price) / 10;
        assertEq(market.credit(provider[0]), price);
        assertEq(market.credit(schedulers[0]), fee);
        assertEq(market.credit(USER), uint256(maxPrice) + schedulerFee - price - fee);
    }

    function test_fulfil_behavior_anyoneMaySendItForTheProvider() public {
        uint256 jobId = acked();
        uint256[8] memory proof = prove(jobId, provider[0]);
        VM.prank(OUTSIDER);
        market.fulfil(jobId, provider[0], OUTPUT_COMMITMENT, proof, DELIVERY);
        assertEq(market.credit(provider[0]), PRICE);
        assertEq(market.credit(OUTSIDER), 0);
    }

    function test_fulfil_behavior_creditsPayout() public {
        VM.prank(provider[0]);
        providers.register(ProviderRecord(OUTSIDER, "cpu", 0, 2048, 4, ""));
        fulfil(acked());
        assertEq(market.credit(OUTSIDER), PRICE);
    }

    function test_fulfil_behavior_providerThatLeftIsStillPaid() public {
        uint256 jobId = acked();
        VM.startPrank(provider[0]);
        providers.deregister();
        vault.startUnbonding(PROVIDER_ROLE, STAKE - BOND);
        VM.stopPrank();
        fulfil(jobId);
        assertEq(market.credit(provider[0]), PRICE);
    }

    function test_fulfil_behavior_programDeprecatedInFlight() public {
        uint256 jobId = acked();
        VM.prank(OWNER);
        programs.deprecate(programId);
        fulfil(jobId);
        assertEq(stateOf(jobId), uint256(JobState.FULFILLED));
    }

    function test_fulfil_behavior_lastSecond() public {
        uint256 jobId = acked();
        VM.warp(market.job(jobId).fulfilBy);
        fulfil(jobId);
    }

    function test_fulfil_error_tooLate() public {
        uint256 jobId = acked();
        uint64 fulfilBy = market.job(jobId).fulfilBy;
        VM.warp(fulfilBy + 1);
        uint256[8] memory proof = prove(jobId, provider[0]);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TooLate.selector, jobId, fulfilBy));
        market.fulfil(jobId, provider[0], OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_fulfil_error_badState() public {
        uint256 jobId = assigned();
        uint256[8] memory proof = prove(jobId, provider[0]);
        expectBadState(jobId, JobState.ACKED);
        market.fulfil(jobId, provider[0], OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_fulfil_error_badState_secondDelivery() public {
        uint256 jobId = acked();
        fulfil(jobId);
        uint256[8] memory proof = prove(jobId, provider[0]);
        expectBadState(jobId, JobState.ACKED);
        market.fulfil(jobId, provider[0], OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_fulfil_error_wrongProvider() public {
        uint256 jobId = acked();
        uint256[8] memory proof = prove(jobId, provider[1]);
        VM.expectRevert(
            abi.encodeWithSelector(IJobMarket.WrongProvider.selector, jobId, provider[1], provider[0])
        );
        market.fulfil(jobId, provider[1], OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_fulfil_error_signalOutOfField() public {
        uint256 jobId = acked();
        uint256[8] memory proof = prove(jobId, provider[0]);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.SignalOutOfField.selector, 0));
        market.fulfil(jobId, provider[0], OUTPUT_COMMITMENT + R, proof, DELIVERY);
    }

    function test_fulfil_error_proofInvalid_anotherProvidersProof() public {
        uint256 jobId = acked();
        _expectProofInvalid(jobId, prove(jobId, provider[1]), OUTPUT_COMMITMENT, DELIVERY);
    }

    function test_fulfil_error_proofInvalid_anotherJob() public {
        uint256 other = acked();
        uint256 jobId = acked();
        _expectProofInvalid(jobId, prove(other, provider[0]), OUTPUT_COMMITMENT, DELIVERY);
    }

    function test_fulfil_error_proofInvalid_anotherAttempt() public {
        uint256 jobId = assigned();
        uint256[8] memory proof = prove(jobId, provider[1]);
        VM.prank(provider[0]);
        market.reportInputFault(jobId, 1);
        propose(jobId, 1, PRICE);
        VM.warp(market.job(jobId).windowEnd);
        market.finalizeAssign(jobId);
        ack(jobId);
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.ProofInvalid.selector, jobId));
        market.fulfil(jobId, provider[1], OUTPUT_COMMITMENT, proof, DELIVERY);
    }

    function test_fulfil_error_proofInvalid_anotherChain() public {
        uint256 jobId = acked();
        uint256[8] memory proof = prove(jobId, provider[0]);
        VM.chainId(block.chainid + 1);
        _expectProofInvalid(jobId, proof, OUTPUT_COMMITMENT, DELIVERY);
    }

    function test_fulfil_error_proofInvalid_anotherOutput() public {
        uint256 jobId = acked();
        _expectProofInvalid(jobId, prove(jobId, provider[0]), OUTPUT_COMMITMENT, abi.encode(11, 12, 13, 15));
    }

    function testFuzz_fulfil_error_proofInvalid_forgedCiphertext(uint256 index, uint256 word) public {
        uint256 jobId = acked();
        uint256[] memory words = abi.decode(abi.encodePacked(uint256(32), uint256(4), DELIVERY), (uint256[]));
        word %= FIELD;
        if (words[index % 4] == word) word = addmod(word, 1, FIELD);
        words[index % 4] = word;
        bytes memory forged = abi.encodePacked(words);
        _expectProofInvalid(jobId, prove(jobId, provider[0]), OUTPUT_COMMITMENT, forged);
        // The digest of the forged bytes is in ctx, the proved words are in the evaluation: neither helps alone.
        uint256 ctx = market.context(jobId, provider[0], keccak256(abi.encodePacked(OUTPUT_COMMITMENT, forged)));
        uint256[8] memory proof =
            verifier.prove(OUTPUT_COMMITMENT, evaluation(ctx), market.job(jobId).inputCommitment, ctx);
        _expectProofInvalid(jobId, proof, OUTPUT_COMMITMENT, forged);
    }

    function test_fulfil_error_proofInvalid_wordsBeforeOrAfter() public {
        uint256 jobId = acked();
        uint256[8] memory proof = prove(jobId, provider[0]);
        _expectProofInvalid(jobId, proof, OUTPUT_COMMITMENT, abi.encodePacked(uint256(0), DELIVERY));
        _expectProofInvalid(jobId, proof, OUTPUT_COMMITMENT, abi.encodePacked(DELIVERY, uint256(0)));
        _expectProofInvalid(jobId, proof, OUTPUT_COMMITMENT, abi.encode(11, 12, 13));
    }

    function test_fulfil_error_badDeliveryLength() public {
        uint256 jobId = acked();
        uint256[8] memory proof = prove(jobId, provider[0]);
        VM.expectRevert(abi.encodeWithSelector(Delivery.BadDeliveryLength.selector, 0));
        market.fulfil(jobId, provider[0], OUTPUT_COMMITMENT, proof, "");
        VM.expectRevert(abi.encodeWithSelector(Delivery.BadDeliveryLength.selector, 129));
        market.fulfil(jobId, provider[0], OUTPUT_COMMITMENT, proof, abi.encodePacked(DELIVERY, uint8(0)));
    }

    function test_fulfil_error_deliveryOutOfField() public {
        uint256 jobId = acked();
        uint256[8] memory proof = prove(jobId, provider[0]);
        VM.expectRevert(abi.encodeWithSelector(Delivery.DeliveryOutOfField.selector, 2));
        market.fulfil(jobId, provider[0], OUTPUT_COMMITMENT, proof, abi.encode(11, 12, 13 + R, 14));
    }

    function test_fulfil_error_proofInvalid_anotherCommitment() public {
        uint256 jobId = acked();
        _expectProofInvalid(jobId, prove(jobId, provider[0]), OUTPUT_COMMITMENT + 1, DELIVERY);
    }

    function testFuzz_fulfil_error_proofInvalid(uint256[8] memory proof) public {
        _expectProofInvalid(acked(), proof, OUTPUT_COMMITMENT, DELIVERY);
    }

    function testFuzz_fulfil_behavior_lackOfGasNeverLooksLikeAnInvalidProof(uint256 gasLimit) public {
        JobRequest memory request = jobRequest();
        Groth16Verifier real = new Groth16Verifier(bytes.concat(Groth16Vector.KEY, abi.encode(1, 2)), true);
        ProgramSpec memory spec = programSpec(address(real));
        spec.keyHash = real.keyHash();
        programId = programs.register(spec);
        request.programId = programId;
        uint256 jobId = submit(request);
        assign(jobId);
        ack(jobId);
        bytes memory data = abi.encodeCall(
            market.fulfil, (jobId, provider[0], OUTPUT_COMMITMENT, Groth16Vector.proof(), DELIVERY)
        );
        (, bytes memory error_) = address(market).call{gas: 30_000 + gasLimit % 170_000}(data);
        require(bytes4(error_) != IJobMarket.ProofInvalid.selector, "blamed on the proof");
        (, error_) = address(market).call{gas: 180_000}(data);
        assertEq(bytes4(error_), Groth16Verifier.InsufficientGas.selector);
        (, error_) = address(market).call{gas: 400_000}(data);
        assertEq(bytes4(error_), IJobMarket.ProofInvalid.selector);
    }

    function test_context() public {
        uint256 jobId = acked();
        Job memory job = market.job(jobId);
        bytes memory preimage = abi.encode(
            "BIGCTX/1",
            block.chainid,
            address(market),
            jobId,
            uint32(1),
            provider[2],
            programId,
            job.requestHash,
            resultDigest()
        );
        assertEq(market.context(jobId, provider[2], resultDigest()), uint256(keccak256(preimage)) >> 8);
    }

    function test_withdraw_default() public {
        fulfil(acked());
        VM.expectEmit(address(market));
        emit IJobMarket.Withdrawn(provider[0], OUTSIDER, PRICE);
        VM.prank(provider[0]);
        assertEq(market.withdraw(payable(OUTSIDER)), PRICE);
        assertEq(OUTSIDER.balance, PRICE);
        assertEq(market.credit(provider[0]), 0);
    }

    function test_withdraw_error_nothingToWithdraw() public {
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.NothingToWithdraw.selector, OUTSIDER));
        VM.prank(OUTSIDER);
        market.withdraw(payable(OUTSIDER));
    }

    function test_withdraw_error_transferFailed() public {
        fulfil(acked());
        address wallet = address(new MockSmartWallet(OUTSIDER));
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.TransferFailed.selector, wallet, PRICE));
        VM.prank(provider[0]);
        market.withdraw(payable(wallet));
        assertEq(market.credit(provider[0]), PRICE);
    }

    function test_receive_error_unexpectedPayment() public {
        VM.deal(OUTSIDER, 1);
        VM.prank(OUTSIDER);
        (bool sent, bytes memory data) = address(market).call{value: 1}("");
        require(!sent, "accepted");
        assertEq(keccak256(data), keccak256(abi.encodeWithSelector(IJobMarket.UnexpectedPayment.selector, OUTSIDER)));
    }

    /// Nothing but the refusal may come of it: no state, no slash, no credit.
    function _expectProofInvalid(
        uint256 jobId,
        uint256[8] memory proof,
        uint256 outputCommitment,
        bytes memory output
    ) private {
        VM.expectRevert(abi.encodeWithSelector(IJobMarket.ProofInvalid.selector, jobId));
        market.fulfil(jobId, provider[0], outputCommitment, proof, output);
        assertEq(stateOf(jobId), uint256(JobState.ACKED));
        assertEq(vault.activeStake(PROVIDER_ROLE, provider[0]), STAKE);
        assertEq(address(market).balance, ESCROW * market.jobCount());
    }
}
