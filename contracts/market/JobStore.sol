// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IJobMarket} from "../interfaces/IJobMarket.sol";
import {IProgramRegistry} from "../interfaces/IProgramRegistry.sol";
import {IProviderRegistry} from "../interfaces/IProviderRegistry.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {Job, JobRequest, JobState, MarketTerms, ProviderOffer} from "../types/Job.sol";
import {PROVIDER_ROLE, SCHEDULER_ROLE} from "../types/Roles.sol";
import {JobHash} from "./JobHash.sol";

/// @title What the parts of the job market share: jobs, credits, bonds, and the views over them.
abstract contract JobStore is IJobMarket, EIP712 {
    /// Order of BN254's scalar field, above which a public signal would have a second representation.
    uint256 internal constant FIELD_ORDER =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 internal constant BPS = 10_000;

    IStakeVault internal immutable VAULT;
    IProgramRegistry internal immutable PROGRAMS;
    IProviderRegistry internal immutable PROVIDERS;
    address internal immutable TREASURY;

    uint256 internal _jobCount;
    MarketTerms internal _terms;
    mapping(uint256 jobId => Job) internal _jobs;
    mapping(address account => uint256) internal _credits;

    /// @inheritdoc IJobMarket
    mapping(bytes32 offerHash => uint32) public consumed;
    /// @inheritdoc IJobMarket
    mapping(address provider => uint64) public offerEpoch;
    /// @inheritdoc IJobMarket
    mapping(uint256 jobId => mapping(address provider => bool)) public hasFailed;

    constructor(
        IStakeVault vault_,
        IProgramRegistry programs_,
        IProviderRegistry providers_,
        address treasury_,
        MarketTerms memory terms_
    ) EIP712("BigFile JobMarket", "1") {
        bool sharesFit =
            terms_.savingsShareBps <= BPS && uint256(terms_.userSlashBps) + terms_.rescuerSlashBps <= BPS;
        if (!sharesFit || terms_.ackSeconds == 0 || treasury_ == address(0)) revert BadTerms();
        VAULT = vault_;
        PROGRAMS = programs_;
        PROVIDERS = providers_;
        TREASURY = treasury_;
        _terms = terms_;
    }

    /// The vault pays slashed bonds in; nothing else may arrive, or the ledger would not add up.
    receive() external payable {
        if (msg.sender != address(VAULT)) revert UnexpectedPayment(msg.sender);
    }

    /// @inheritdoc IJobMarket
    function withdraw(address payable to) external returns (uint256 amount) {
        amount = _credits[msg.sender];
        if (amount == 0) revert NothingToWithdraw(msg.sender);
        _credits[msg.sender] = 0;
        emit Withdrawn(msg.sender, to, amount);
        (bool sent,) = to.call{value: amount}("");
        if (!sent) revert TransferFailed(to, amount);
    }

    /// @inheritdoc IJobMarket
    function job(uint256 jobId) external view returns (Job memory) {
        return _jobs[jobId];
    }

    /// @inheritdoc IJobMarket
    function jobCount() external view returns (uint256) {
        return _jobCount;
    }

    /// @inheritdoc IJobMarket
    function credit(address account) external view returns (uint256) {
        return _credits[account];
    }

    /// @inheritdoc IJobMarket
    function context(uint256 jobId, address provider, bytes32 resultDigest) external view returns (uint256 ctx) {
        return JobHash.context(_jobs[jobId], jobId, provider, resultDigest);
    }

    /// @inheritdoc IJobMarket
    function terms() external view returns (MarketTerms memory) {
        return _terms;
    }

    /// @inheritdoc IJobMarket
    function vault() external view returns (address) {
        return address(VAULT);
    }

    /// @inheritdoc IJobMarket
    function programs() external view returns (address) {
        return address(PROGRAMS);
    }

    /// @inheritdoc IJobMarket
    function providers() external view returns (address) {
        return address(PROVIDERS);
    }

    /// @inheritdoc IJobMarket
    function treasury() external view returns (address) {
        return TREASURY;
    }

    /// @inheritdoc IJobMarket
    function requestHash(address user, JobRequest calldata request) public view returns (bytes32) {
        return _hashTypedDataV4(JobHash.request(user, request));
    }

    /// @inheritdoc IJobMarket
    function offerHash(ProviderOffer calldata offer) public view returns (bytes32) {
        return _hashTypedDataV4(JobHash.offer(offer));
    }

    function _credit(address account, uint256 amount) internal {
        if (amount == 0) return;
        _credits[account] += amount;
        emit Credited(account, amount);
    }

    /// Ends the job without a result: the whole escrow goes back to the user.
    function _refund(Job storage entry, JobState end) internal returns (uint256 refund) {
        refund = _escrowOf(entry);
        entry.state = end;
        _credit(entry.user, refund);
    }

    function _lockBonds(Job storage entry, uint96 bond) internal {
        uint96 schedulerBond = _terms.schedulerBond;
        entry.bond = bond;
        entry.schedulerBond = schedulerBond;
        if (bond != 0) VAULT.lock(PROVIDER_ROLE, entry.provider, bond);
        if (schedulerBond != 0) VAULT.lock(SCHEDULER_ROLE, entry.scheduler, schedulerBond);
    }

    function _releaseBond(Job storage entry) internal {
        uint96 bond = entry.bond;
        entry.bond = 0;
        if (bond != 0) VAULT.release(PROVIDER_ROLE, entry.provider, bond);
    }

    function _releaseSchedulerBond(Job storage entry) internal {
        uint96 bond = entry.schedulerBond;
        entry.schedulerBond = 0;
        if (bond != 0) VAULT.release(SCHEDULER_ROLE, entry.scheduler, bond);
    }

    /// Takes back a proposal that was not assigned: it binds nobody any more and does not count as a use of the offer.
    function _dropProposal(Job storage entry) internal {
        --consumed[entry.offerHash];
        _releaseBond(entry);
        _releaseSchedulerBond(entry);
    }

    function _now() internal view returns (uint64) {
        return uint64(block.timestamp);
    }

    function _inState(uint256 jobId, JobState want) internal view returns (Job storage entry) {
        entry = _jobs[jobId];
        if (entry.state != want) revert BadState(jobId, entry.state, want);
    }

    function _escrowOf(Job storage entry) internal view returns (uint256) {
        return uint256(entry.maxPrice) + entry.schedulerFee;
    }
}
