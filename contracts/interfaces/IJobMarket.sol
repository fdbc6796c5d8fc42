// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Job, JobRequest, JobState, MarketTerms, ProviderOffer} from "../types/Job.sol";

/// @title The compute job market.
/// @notice A user escrows BIG for a job; staked schedulers propose providers' signed offers under a rising ceiling;
/// the cheapest one at the end of the window is assigned; the provider acks the input, proves, delivers, and is
/// credited. Whatever does not happen in time can be moved on by anyone. Amounts in wei of BIG, times in unix seconds
/// of the L2.
/// @dev Trust: none in an owner, there is none. Only time slashes: a proof that does not verify reverts.
interface IJobMarket {
    event JobSubmitted(
        uint256 indexed jobId,
        address indexed user,
        bytes32 indexed programId,
        bytes32 requestHash,
        address verifier,
        JobRequest request,
        bytes input
    );
    event Proposed(
        uint256 indexed jobId,
        address indexed provider,
        address indexed scheduler,
        uint256 price,
        uint256 bond,
        bytes32 offerHash,
        uint64 windowEnd
    );
    event ProposalReplaced(uint256 indexed jobId, address indexed provider, address indexed scheduler, uint256 price);
    event Assigned(
        uint256 indexed jobId,
        address indexed provider,
        address indexed scheduler,
        uint32 attempt,
        uint256 price,
        uint64 ackBy
    );
    event Acked(uint256 indexed jobId, address indexed provider, uint32 attempt);
    event InputFault(uint256 indexed jobId, address indexed provider, uint32 attempt);
    event AckMissed(uint256 indexed jobId, address indexed provider, address indexed scheduler, uint32 attempt);
    event Reopened(uint256 indexed jobId, uint32 attempt);
    /// @param resultDigest keccak256 of the commitment (32 bytes) and the delivery.
    /// @param delivery The result, encrypted to the user's key: R.x, R.y, tag, ciphertext, as field elements.
    event ResultDelivered(
        uint256 indexed jobId,
        address indexed provider,
        uint256 outputCommitment,
        bytes32 resultDigest,
        bytes delivery
    );
    event Fulfilled(
        uint256 indexed jobId, address indexed provider, uint256 price, uint256 schedulerFee, uint256 refund
    );
    event Rescued(uint256 indexed jobId, address indexed provider, uint256 price, uint256 reward);
    event Lapsed(uint256 indexed jobId, address indexed provider, uint32 attempt);
    /// @param role Role of the stake that was slashed.
    event Slashed(
        uint256 indexed jobId,
        bytes32 indexed role,
        address indexed account,
        uint256 toUser,
        uint256 toRescuer,
        uint256 toTreasury
    );
    event Cancelled(uint256 indexed jobId, address indexed user, uint256 refund);
    event Expired(uint256 indexed jobId, address indexed user, uint256 refund);
    event Voided(uint256 indexed jobId, address indexed user, uint256 refund);
    event Credited(address indexed account, uint256 amount);
    event Withdrawn(address indexed account, address to, uint256 amount);
    event OfferEpochBumped(address indexed provider, uint64 epoch);

    /// @notice Thrown when the job is not in the state the call needs.
    error BadState(uint256 jobId, JobState have, JobState want);
    /// @notice Thrown when the call is possible only from `at` on.
    error TooEarly(uint256 jobId, uint64 at);
    /// @notice Thrown when the call was possible only until `at`.
    error TooLate(uint256 jobId, uint64 at);
    /// @notice Thrown unless now <= assignBy < fulfilBy <= finalBy.
    error BadClocks(uint64 now_, uint64 assignBy, uint64 fulfilBy, uint64 finalBy);
    /// @notice Thrown when the least price exceeds the greatest.
    error BadPriceRange(uint256 minPrice, uint256 maxPrice);
    /// @notice Thrown when no attempt is allowed.
    error NoAttempts();
    /// @notice Thrown when the coins sent are not `maxPrice + schedulerFee`.
    error WrongEscrow(uint256 have, uint256 want);
    /// @notice Thrown when bytes and digest do not belong together.
    error WrongInputDigest(bytes32 have, bytes32 want);
    /// @notice Thrown when the public signal at `index` is not below the field's order.
    error SignalOutOfField(uint256 index);
    /// @notice Thrown when a coordinate of the user's key is not below the field's order.
    error UserKeyOutOfField(uint256 index);
    /// @notice Thrown when the caller is not the job's user.
    error NotUser(uint256 jobId, address have, address want);
    /// @notice Thrown when the caller has no active stake as a scheduler.
    error NotScheduler(address caller);
    /// @notice Thrown when the provider is not the one assigned.
    error WrongProvider(uint256 jobId, address have, address want);
    /// @notice Thrown when the attempt is not the current one.
    error WrongAttempt(uint256 jobId, uint32 have, uint32 want);
    /// @notice Thrown when the provider cannot be given the job; `reason` is a `REASON_…` code.
    error NotEligible(address provider, bytes32 reason);
    /// @notice Thrown when the price exceeds the ceiling of this moment.
    error PriceAboveCeiling(uint256 price, uint256 ceiling);
    /// @notice Thrown when a proposal is not at least 1% below the one it would replace.
    error NotCheaper(uint256 price, uint256 current);
    /// @notice Thrown when the offer's bond is below the job's least.
    error BondTooLow(uint256 have, uint256 want);
    /// @notice Thrown when the offer is for another program.
    error OfferProgramMismatch(bytes32 have, bytes32 want);
    /// @notice Thrown when the offer is for another job.
    error OfferJobMismatch(uint256 have, uint256 want);
    /// @notice Thrown when the offer's last second has passed.
    error OfferOutdated(bytes32 offerHash, uint64 validUntil);
    /// @notice Thrown when the provider bumped its epoch past the offer's.
    error OfferRevoked(bytes32 offerHash, uint64 have, uint64 want);
    /// @notice Thrown when the offer is in use for as many jobs as it allows.
    error OfferConsumed(bytes32 offerHash, uint32 maxJobs);
    /// @notice Thrown when the offer is not signed by its provider.
    error BadOfferSignature(bytes32 offerHash, address provider);
    /// @notice Thrown when the pinned verifier does not accept the proof. Nothing changes, nobody is slashed.
    error ProofInvalid(uint256 jobId);
    /// @notice Thrown when there is nothing to withdraw.
    error NothingToWithdraw(address account);
    /// @notice Thrown when the receiver refuses the coins.
    error TransferFailed(address to, uint256 amount);
    /// @notice Thrown when coins arrive otherwise than by a submission or a slashing.
    error UnexpectedPayment(address from);
    /// @notice Thrown at deployment when shares exceed the whole.
    error BadTerms();

    /// @notice Submits a job and escrows `maxPrice + schedulerFee`, which must be sent along exactly.
    /// @param input Input bytes, published in `JobSubmitted`.
    function submit(JobRequest calldata request, bytes calldata input) external payable returns (uint256 jobId);

    /// @notice Proposes a provider's offer: the first one while OPEN, a cheaper one (by 1% or more) while PROPOSED and
    /// before `windowEnd`. Staked schedulers only.
    function propose(uint256 jobId, ProviderOffer calldata offer, bytes calldata signature) external;

    /// @notice Assigns the proposed provider once the window is over. Anyone.
    function finalizeAssign(uint256 jobId) external;

    /// @notice The assigned provider's word that it has the input and can run it. From here it answers with its bond.
    function ack(uint256 jobId, uint32 attempt, bytes32 inputDigest) external;

    /// @notice The assigned provider's word, instead of an ack, that the input does not fit its commitment or cannot be
    /// proved. Costs nothing, uses up the attempt, and ends this job for that provider.
    function reportInputFault(uint256 jobId, uint32 attempt) external;

    /// @notice Delivers the assigned provider's result by `fulfilBy`. Anyone may send it; the assigned provider is
    /// paid.
    /// @param proof Words in the order of `IGroth16Verifier`.
    /// @param outputCommitment First public signal of the proof: commitment to the ciphertext.
    /// @param delivery The ciphertext, published in `ResultDelivered`. The proof binds every word of it, so that nobody is
    /// paid for a result that the user cannot decrypt.
    function fulfil(
        uint256 jobId,
        address provider,
        uint256 outputCommitment,
        uint256[8] calldata proof,
        bytes calldata delivery
    ) external;

    /// @notice Delivers the result of any active provider after `fulfilBy` and by `finalBy`. Anyone may send it;
    /// `provider` earns the price and the rescuer's share of the lapsed bond.
    function rescue(
        uint256 jobId,
        address provider,
        uint256 outputCommitment,
        uint256[8] calldata proof,
        bytes calldata delivery
    ) external;

    /// @notice Takes a job back while OPEN or PROPOSED. User only.
    function cancel(uint256 jobId) external;

    /// @notice Ends an attempt whose ack is overdue: small penalties, then OPEN again or EXPIRED. Anyone.
    function missAck(uint256 jobId) external;

    /// @notice Slashes a provider that acked and did not deliver: RESCUABLE, or EXPIRED when `finalBy` has passed.
    /// Anyone.
    function lapse(uint256 jobId) external;

    /// @notice Refunds a job that found no provider by `assignBy`, or no rescuer by `finalBy`. Anyone.
    function expire(uint256 jobId) external;

    /// @notice Sends the caller's whole credit to `to`.
    function withdraw(address payable to) external returns (uint256 amount);

    /// @notice Revokes every offer the caller has signed so far that is not in use.
    function bumpOfferEpoch() external returns (uint64 epoch);

    /// @notice A job; state NONE when there is none.
    function job(uint256 jobId) external view returns (Job memory);

    /// @notice Number of jobs; their ids run from 1.
    function jobCount() external view returns (uint256);

    /// @notice Highest price that can be proposed now.
    function ceiling(uint256 jobId) external view returns (uint256);

    /// @notice Wei of BIG the account can withdraw.
    function credit(address account) external view returns (uint256);

    /// @notice EIP-712 digest of a request by `user`.
    function requestHash(address user, JobRequest calldata request) external view returns (bytes32);

    /// @notice EIP-712 digest that a provider signs.
    function offerHash(ProviderOffer calldata offer) external view returns (bytes32);

    /// @notice Third public signal of a proof by `provider` for the job's current attempt.
    /// @return ctx uint256(keccak256(abi.encode("BIGCTX/1", chain id, market, jobId, attempt, provider, programId,
    /// requestHash, resultDigest))) >> 8.
    function context(uint256 jobId, address provider, bytes32 resultDigest) external view returns (uint256 ctx);

    /// @notice Jobs the offer is in use for, or was.
    function consumed(bytes32 offerHash_) external view returns (uint32);

    /// @notice Epoch the provider's offers must carry.
    function offerEpoch(address provider) external view returns (uint64);

    /// @notice True when the provider had an attempt at the job and did not fulfil it.
    function hasFailed(uint256 jobId, address provider) external view returns (bool);

    /// @notice The market's own terms.
    function terms() external view returns (MarketTerms memory);

    function vault() external view returns (address);

    function programs() external view returns (address);

    function providers() external view returns (address);

    /// @notice Account credited with penalties and with shares of slashed bonds that nobody else earns.
    function treasury() external view returns (address);
}
