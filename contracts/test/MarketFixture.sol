// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {JobMarket} from "../market/JobMarket.sol";
import {ProgramRegistry} from "../market/ProgramRegistry.sol";
import {ProviderRegistry} from "../market/ProviderRegistry.sol";
import {StakeVault} from "../market/StakeVault.sol";
import {MockGroth16Verifier} from "../mocks/MockGroth16Verifier.sol";
import {HardwareNeeds, ProviderRecord} from "../types/Hardware.sol";
import {Job, JobRequest, JobState, MarketTerms, ProviderOffer} from "../types/Job.sol";
import {ProgramSpec} from "../types/Program.sol";
import {PROVIDER_ROLE, SCHEDULER_ROLE} from "../types/Roles.sol";
import {Assert} from "./Assert.sol";
import {VM} from "./Vm.sol";

/// @title A whole market with two schedulers, three providers and a mock verifier.
abstract contract MarketFixture is Assert {
    uint256 internal constant START = 1_000_000;
    uint256 internal constant STAKE = 100 ether;
    uint256 internal constant MAX_PRICE = 10 ether;
    uint256 internal constant SCHEDULER_FEE = 0.1 ether;
    uint256 internal constant ESCROW = MAX_PRICE + SCHEDULER_FEE;
    uint256 internal constant PRICE = 6 ether;
    uint256 internal constant BOND = 5 ether;
    uint256 internal constant NO_ACK_PENALTY = 0.5 ether;
    uint256 internal constant SCHEDULER_BOND = 0.2 ether;
    uint256 internal constant FIELD =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 internal constant OUTPUT_COMMITMENT = 77;
    bytes internal constant INPUT = "input bytes";
    bytes internal constant DELIVERY = abi.encode(uint256(11), uint256(12), uint256(13), uint256(14));

    address internal constant OWNER = address(0xA11);
    address internal constant TREASURY = address(0x7EA);
    address internal constant USER = address(0x05E2);
    address internal constant OUTSIDER = address(0xBAD);

    StakeVault internal vault;
    ProgramRegistry internal programs;
    ProviderRegistry internal providers;
    JobMarket internal market;
    MockGroth16Verifier internal verifier;
    bytes32 internal programId;
    address[] internal schedulers;
    address[] internal provider;

    function setUp() public virtual {
        VM.warp(START);
        address predicted = VM.computeCreateAddress(address(this), VM.getNonce(address(this)) + 3);
        IStakeVault.RoleConfig[] memory roles = new IStakeVault.RoleConfig[](2);
        roles[0] = IStakeVault.RoleConfig(PROVIDER_ROLE, 10 ether, predicted);
        roles[1] = IStakeVault.RoleConfig(SCHEDULER_ROLE, 1 ether, predicted);
        vault = new StakeVault(OWNER, 7 days, roles);
        programs = new ProgramRegistry(1337, OWNER);
        providers = new ProviderRegistry(vault);
        market = new JobMarket(vault, programs, providers, TREASURY, marketTerms());
        assertEq(address(market), predicted);
        verifier = new MockGroth16Verifier("key", 4, true);
        programId = programs.register(programSpec(address(verifier)));
        for (uint256 i = 0; i < 2; ++i) addScheduler(VM.addr(100 + i));
        for (uint256 i = 0; i < 3; ++i) addProvider(providerKey(i));
        VM.deal(USER, 1_000_000 ether);
    }

    function addScheduler(address account) internal {
        schedulers.push(account);
        stake(SCHEDULER_ROLE, account, STAKE);
    }

    function addProvider(uint256 key) internal {
        address account = VM.addr(key);
        provider.push(account);
        stake(PROVIDER_ROLE, account, STAKE);
        VM.prank(account);
        providers.register(providerRecord(account));
    }

    function stake(bytes32 role, address account, uint256 amount) internal {
        VM.deal(account, account.balance + amount);
        VM.prank(account);
        vault.stake{value: amount}(role);
    }

    function submit(JobRequest memory request) internal returns (uint256 jobId) {
        VM.prank(USER);
        return market.submit{value: uint256(request.maxPrice) + request.schedulerFee}(request, INPUT);
    }

    function submit() internal returns (uint256 jobId) {
        return submit(jobRequest());
    }

    /// Scheduler 0 proposes provider `index` at `price`, with an offer for any job.
    function propose(uint256 jobId, uint256 index, uint256 price) internal {
        proposeWithBond(jobId, index, price, uint96(BOND));
    }

    function proposeWithBond(uint256 jobId, uint256 index, uint256 price, uint96 bond) internal {
        ProviderOffer memory offer = offerBy(index, price);
        offer.bond = bond;
        bytes memory signature = sign(index, offer);
        VM.prank(schedulers[0]);
        market.propose(jobId, offer, signature);
    }

    function assign(uint256 jobId) internal {
        propose(jobId, 0, PRICE);
        VM.warp(market.job(jobId).windowEnd);
        market.finalizeAssign(jobId);
    }

    function ack(uint256 jobId) internal {
        Job memory entry = market.job(jobId);
        VM.prank(entry.provider);
        market.ack(jobId, entry.attempt, entry.inputDigest);
    }

    function proposed() internal returns (uint256 jobId) {
        jobId = submit();
        propose(jobId, 0, PRICE);
    }

    function assigned() internal returns (uint256 jobId) {
        jobId = submit();
        assign(jobId);
    }

    function acked() internal returns (uint256 jobId) {
        jobId = assigned();
        ack(jobId);
    }

    function lapsed() internal returns (uint256 jobId) {
        jobId = acked();
        VM.warp(market.job(jobId).fulfilBy + 1);
        market.lapse(jobId);
    }

    function fulfil(uint256 jobId) internal {
        Job memory entry = market.job(jobId);
        market.fulfil(jobId, entry.provider, OUTPUT_COMMITMENT, prove(jobId, entry.provider), DELIVERY);
    }

    function rescue(uint256 jobId, address by) internal {
        market.rescue(jobId, by, OUTPUT_COMMITMENT, prove(jobId, by), DELIVERY);
    }

    function prove(uint256 jobId, address by) internal view returns (uint256[8] memory) {
        uint256 ctx = market.context(jobId, by, resultDigest());
        return verifier.prove(OUTPUT_COMMITMENT, evaluation(ctx), market.job(jobId).inputCommitment, ctx);
    }

    function resultDigest() internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(OUTPUT_COMMITMENT, DELIVERY));
    }

    /// The four words of the delivery as a polynomial, term by term.
    function evaluation(uint256 at) internal pure returns (uint256 value) {
        uint256[5] memory coefficients = [uint256(14), 13, 12, 11, 4];
        uint256 power = 1;
        for (uint256 i = 0; i < 5; ++i) {
            value = addmod(value, mulmod(coefficients[i], power, FIELD), FIELD);
            power = mulmod(power, at, FIELD);
        }
    }

    function sign(uint256 index, ProviderOffer memory offer) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(providerKey(index), market.offerHash(offer));
        return abi.encodePacked(r, s, v);
    }

    function offerBy(uint256 index, uint256 price) internal view returns (ProviderOffer memory) {
        return ProviderOffer({
            provider: provider[index],
            programId: programId,
            jobId: 0,
            price: uint96(price),
            bond: uint96(BOND),
            maxJobs: type(uint32).max,
            epoch: market.offerEpoch(provider[index]),
            validUntil: type(uint64).max,
            salt: 0
        });
    }

    function jobRequest() internal view returns (JobRequest memory request) {
        request.programId = programId;
        request.inputCommitment = 1234;
        request.inputDigest = keccak256(INPUT);
        request.needs = HardwareNeeds("cpu", 0, 1024, 2);
        request.maxPrice = uint96(MAX_PRICE);
        request.minPrice = uint96(MAX_PRICE);
        request.schedulerFee = uint96(SCHEDULER_FEE);
        request.minBond = uint96(BOND);
        request.improvementSeconds = 6;
        request.assignBy = uint64(block.timestamp + 60);
        request.fulfilBy = uint64(block.timestamp + 600);
        request.finalBy = uint64(block.timestamp + 900);
        request.maxAttempts = 2;
    }

    function providerKey(uint256 index) internal pure returns (uint256) {
        return 200 + index;
    }

    function providerRecord(address account) internal pure returns (ProviderRecord memory) {
        return ProviderRecord(account, "cpu", 0, 2048, 4, "http://127.0.0.1:9000");
    }

    function programSpec(address verifier_) internal pure returns (ProgramSpec memory spec) {
        spec.r1csSha256 = "r1cs";
        spec.keyHash = "key";
        spec.sourceHash = "source";
        spec.compiler = "circom2 0.2.23 --O1";
        spec.setupHash = "setup";
        spec.imageDigest = "image";
        spec.statementClass = "PROVED";
        spec.ioSchemaHash = "io";
        spec.verifier = verifier_;
    }

    function marketTerms() internal pure virtual returns (MarketTerms memory) {
        return MarketTerms({
            ackSeconds: 30,
            savingsShareBps: 1_000,
            userSlashBps: 4_000,
            rescuerSlashBps: 3_000,
            noAckPenalty: uint96(NO_ACK_PENALTY),
            schedulerBond: uint96(SCHEDULER_BOND)
        });
    }

    function expectBadState(uint256 jobId, JobState want) internal {
        VM.expectRevert(
            abi.encodeWithSelector(IJobMarket.BadState.selector, jobId, market.job(jobId).state, want)
        );
    }

    function stateOf(uint256 jobId) internal view returns (uint256) {
        return uint256(market.job(jobId).state);
    }
}
