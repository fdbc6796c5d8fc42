// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Job, JobState} from "../types/Job.sol";
import {PROVIDER_ROLE, SCHEDULER_ROLE} from "../types/Roles.sol";
import {MarketFixture} from "./MarketFixture.sol";
import {VM} from "./Vm.sol";

/// @title The bookkeeping that the market's invariants are told by.
/// @dev What must never happen is written into `violation`, because the runner forgives a reverting call.
abstract contract MarketAudit is MarketFixture {
    struct Ledger {
        uint256 credits;
        uint256 holding;
        uint256 vault;
        uint256 userCredit;
    }

    string public violation;
    uint256 public fulfilments;

    uint256 internal _time = START;
    address[] internal _users;
    address[] internal _earners;
    uint256[] internal _tickets;
    mapping(uint256 jobId => JobState) internal _terminal;
    mapping(uint256 jobId => uint256) internal _userGot;
    mapping(uint256 ctx => bool) internal _paid;
    mapping(uint256 jobId => mapping(uint32 attempt => bool)) internal _slashed;
    mapping(bytes32 offerHash => uint32) internal _maxJobs;
    mapping(bytes32 offerHash => uint32) internal _uses;

    /// Measures one call about one job: what the job pays out is what leaves its escrow and the stakes, to the wei.
    modifier settles(uint256 jobId) {
        VM.warp(_time);
        Ledger memory before = _ledger(jobId);
        _;
        Ledger memory later = _ledger(jobId);
        uint256 paidOut = later.credits - before.credits;
        uint256 slashed = before.vault - later.vault;
        if (paidOut + later.holding != before.holding + slashed) violation = "I3: payouts differ from escrow and bonds";
        _userGot[jobId] += later.userCredit - before.userCredit;
        _checkTerminal(jobId);
    }

    modifier atTime() {
        VM.warp(_time);
        _;
    }

    constructor() {
        setUp();
        for (uint256 i = 0; i < 3; ++i) {
            _users.push(address(uint160(0x1000 + i)));
            VM.deal(_users[i], 1e30);
            _earners.push(_users[i]);
            _earners.push(provider[i]);
        }
        for (uint256 i = 0; i < schedulers.length; ++i) _earners.push(schedulers[i]);
        _earners.push(TREASURY);
    }

    /// Whether the market holds credits, escrows of live jobs and rewards waiting for a rescuer, and nothing else.
    function marketAddsUp() external view returns (bool) {
        uint256 sum = _credits();
        for (uint256 id = 1; id <= market.jobCount(); ++id) sum += _holding(market.job(id));
        return address(market).balance == sum;
    }

    /// Whether the vault holds active stake and stake that is unbonding, and nothing else.
    function vaultAddsUp() external view returns (bool) {
        uint256 sum;
        for (uint256 i = 0; i < 5; ++i) {
            (bytes32 role, address account) = _staker(i);
            sum += vault.activeStake(role, account);
        }
        for (uint256 i = 0; i < _tickets.length; ++i) sum += vault.unbonding(_tickets[i]).amount;
        return address(vault).balance == sum;
    }

    /// Bonds of an account as live jobs tell them; none may outlive its job.
    function bondsByJobs(bytes32 role, address account) public view returns (uint256 sum) {
        for (uint256 id = 1; id <= market.jobCount(); ++id) {
            Job memory entry = market.job(id);
            if (entry.state >= JobState.FULFILLED) continue;
            if (role == PROVIDER_ROLE && entry.provider == account) sum += entry.bond;
            if (role == SCHEDULER_ROLE && entry.scheduler == account) sum += entry.schedulerBond;
        }
    }

    /// Whether locks are what the jobs say, and within the stake.
    function bondsAgree() external view returns (bool) {
        for (uint256 i = 0; i < 5; ++i) {
            (bytes32 role, address account) = _staker(i);
            uint256 locked = vault.lockedStake(role, account);
            if (locked != bondsByJobs(role, account)) return false;
            if (locked != vault.bondOf(address(market), role, account)) return false;
            if (locked > vault.activeStake(role, account)) return false;
        }
        return true;
    }

    /// Ends every live job as an outsider would, after its last clock. Run by an invariant, so it leaves no trace.
    function endAll() external {
        for (uint256 id = 1; id <= market.jobCount(); ++id) {
            Job memory entry = market.job(id);
            if (entry.state >= JobState.FULFILLED) continue;
            VM.warp(_time > entry.finalBy ? _time : entry.finalBy + 1);
            VM.startPrank(OUTSIDER);
            if (entry.state == JobState.ASSIGNED) market.missAck(id);
            else if (entry.state == JobState.ACKED) market.lapse(id);
            else market.expire(id);
            VM.stopPrank();
            require(market.job(id).state == JobState.EXPIRED, "I7: a job that nobody can end");
        }
        require(address(market).balance == _credits(), "I7: coins that nobody can withdraw");
    }

    function _recordPayment(uint256 jobId, address by) internal {
        uint256 ctx = market.context(jobId, by, resultDigest());
        if (_terminal[jobId] != JobState.NONE) violation = "I5: paid after the end";
        if (_paid[ctx]) violation = "I6: one context paid twice";
        _paid[ctx] = true;
        ++fulfilments;
    }

    function _recordSlash(uint256 jobId, uint32 attempt) internal {
        if (_slashed[jobId][attempt]) violation = "I8: slashed twice for one attempt";
        _slashed[jobId][attempt] = true;
    }

    function _checkTerminal(uint256 jobId) internal {
        Job memory entry = market.job(jobId);
        JobState ended = _terminal[jobId];
        if (ended != JobState.NONE && ended != entry.state) violation = "I5: a final state was left";
        if (ended != JobState.NONE || entry.state < JobState.FULFILLED) return;
        _terminal[jobId] = entry.state;
        uint256 escrow = uint256(entry.maxPrice) + entry.schedulerFee;
        uint256 mostPaid = entry.state == JobState.FULFILLED
            ? uint256(entry.price) + entry.schedulerFee + (entry.maxPrice - entry.price) / 10
            : 0;
        if (_userGot[jobId] + mostPaid < escrow) violation = "I9: the user lost more than the price";
    }

    function _ledger(uint256 jobId) internal view returns (Ledger memory) {
        Job memory entry = market.job(jobId);
        return Ledger({
            credits: _credits(),
            holding: _holding(entry),
            vault: address(vault).balance,
            userCredit: market.credit(entry.user)
        });
    }

    function _credits() internal view returns (uint256 sum) {
        for (uint256 i = 0; i < _earners.length; ++i) sum += market.credit(_earners[i]);
    }

    function _jobId(uint256 seed) internal view returns (uint256) {
        uint256 count = market.jobCount();
        // Mostly the latest jobs, which are the live ones.
        return count == 0 ? 0 : count - seed % (count < 3 ? count : 3);
    }

    function _staker(uint256 seed) internal view returns (bytes32 role, address account) {
        uint256 index = seed % 5;
        return index < 3 ? (PROVIDER_ROLE, provider[index]) : (SCHEDULER_ROLE, schedulers[index - 3]);
    }

    function _holding(Job memory entry) internal pure returns (uint256) {
        if (entry.state == JobState.NONE || entry.state >= JobState.FULFILLED) return 0;
        return uint256(entry.maxPrice) + entry.schedulerFee + entry.rescueReward;
    }
}
