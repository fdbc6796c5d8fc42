// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";

/// @title StakeVault
contract StakeVault is IStakeVault, Ownable2Step {
    using SafeCast for uint256;

    struct Position {
        uint128 active;
        uint128 locked;
    }

    /// @inheritdoc IStakeVault
    uint64 public immutable unbondingSeconds;

    uint256 private _ticketCount;
    mapping(bytes32 role => uint128) private _minimums;
    mapping(bytes32 role => mapping(address manager => bool)) private _managers;
    mapping(bytes32 role => mapping(address account => Position)) private _positions;
    mapping(address manager => mapping(bytes32 role => mapping(address account => uint128))) private _bonds;
    mapping(uint256 ticket => Unbonding) private _unbondings;

    constructor(address owner_, uint64 unbondingSeconds_, RoleConfig[] memory roles) Ownable(owner_) {
        unbondingSeconds = unbondingSeconds_;
        for (uint256 i = 0; i < roles.length; ++i) {
            _setMinimum(roles[i].role, roles[i].minimum);
            if (roles[i].manager != address(0)) _setManager(roles[i].role, roles[i].manager, true);
        }
    }

    /// @inheritdoc IStakeVault
    function stake(bytes32 role) external payable {
        _requireOpen(role);
        if (msg.value == 0) revert AmountZero();
        _positions[role][msg.sender].active += msg.value.toUint128();
        emit Staked(role, msg.sender, msg.value);
    }

    /// @inheritdoc IStakeVault
    function startUnbonding(bytes32 role, uint256 amount) external returns (uint256 ticket) {
        if (amount == 0) revert AmountZero();
        Position storage position = _requireFree(role, msg.sender, amount);
        uint64 releaseAt = uint64(block.timestamp) + unbondingSeconds;
        ticket = ++_ticketCount;
        // Cannot truncate: the amount is within an uint128 position.
        position.active -= uint128(amount);
        _unbondings[ticket] =
            Unbonding({role: role, account: msg.sender, amount: uint128(amount), releaseAt: releaseAt});
        emit UnbondingStarted(ticket, role, msg.sender, amount, releaseAt);
    }

    /// @inheritdoc IStakeVault
    function withdraw(uint256 ticket, address payable to) external returns (uint256 amount) {
        Unbonding memory entry = _unbondings[ticket];
        if (entry.account != msg.sender) revert NotYourTicket(ticket, msg.sender);
        if (block.timestamp < entry.releaseAt) revert StillUnbonding(ticket, entry.releaseAt);
        amount = entry.amount;
        delete _unbondings[ticket];
        emit Withdrawn(ticket, msg.sender, to, amount);
        _send(to, amount);
    }

    /// @inheritdoc IStakeVault
    function lock(bytes32 role, address account, uint256 amount) external {
        if (!_managers[role][msg.sender]) revert NotManager(role, msg.sender);
        Position storage position = _requireFree(role, account, amount);
        position.locked += uint128(amount);
        _bonds[msg.sender][role][account] += uint128(amount);
        emit BondLocked(role, account, msg.sender, amount);
    }

    /// @inheritdoc IStakeVault
    function release(bytes32 role, address account, uint256 amount) external {
        _takeBond(role, account, amount);
        emit BondReleased(role, account, msg.sender, amount);
    }

    /// @inheritdoc IStakeVault
    function slash(bytes32 role, address account, uint256 amount) external {
        _takeBond(role, account, amount).active -= uint128(amount);
        emit Slashed(role, account, msg.sender, amount);
        _send(msg.sender, amount);
    }

    /// @inheritdoc IStakeVault
    function setMinimum(bytes32 role, uint128 minimum) external onlyOwner {
        _setMinimum(role, minimum);
    }

    /// @inheritdoc IStakeVault
    function setManager(bytes32 role, address manager, bool allowed) external onlyOwner {
        _requireOpen(role);
        _setManager(role, manager, allowed);
    }

    /// @inheritdoc IStakeVault
    function isActive(bytes32 role, address account) external view returns (bool) {
        uint128 minimum = _minimums[role];
        return minimum != 0 && _positions[role][account].active >= minimum;
    }

    /// @inheritdoc IStakeVault
    function activeStake(bytes32 role, address account) external view returns (uint256) {
        return _positions[role][account].active;
    }

    /// @inheritdoc IStakeVault
    function freeStake(bytes32 role, address account) external view returns (uint256) {
        Position storage position = _positions[role][account];
        return position.active - position.locked;
    }

    /// @inheritdoc IStakeVault
    function lockedStake(bytes32 role, address account) external view returns (uint256) {
        return _positions[role][account].locked;
    }

    /// @inheritdoc IStakeVault
    function bondOf(address manager, bytes32 role, address account) external view returns (uint256) {
        return _bonds[manager][role][account];
    }

    /// @inheritdoc IStakeVault
    function minimumOf(bytes32 role) external view returns (uint256) {
        return _minimums[role];
    }

    /// @inheritdoc IStakeVault
    function isManager(bytes32 role, address manager) external view returns (bool) {
        return _managers[role][manager];
    }

    /// @inheritdoc IStakeVault
    function unbonding(uint256 ticket) external view returns (Unbonding memory) {
        return _unbondings[ticket];
    }

    function _setMinimum(bytes32 role, uint128 minimum) private {
        if (minimum == 0) revert MinimumZero(role);
        _minimums[role] = minimum;
        emit MinimumSet(role, minimum);
    }

    function _setManager(bytes32 role, address manager, bool allowed) private {
        _managers[role][manager] = allowed;
        emit ManagerSet(role, manager, allowed);
    }

    function _takeBond(bytes32 role, address account, uint256 amount) private returns (Position storage position) {
        uint128 bond = _bonds[msg.sender][role][account];
        if (amount > bond) revert InsufficientBond(role, account, bond, amount);
        position = _positions[role][account];
        _bonds[msg.sender][role][account] = bond - uint128(amount);
        position.locked -= uint128(amount);
    }

    function _send(address to, uint256 amount) private {
        (bool sent,) = to.call{value: amount}("");
        if (!sent) revert TransferFailed(to, amount);
    }

    function _requireOpen(bytes32 role) private view {
        if (_minimums[role] == 0) revert RoleUnknown(role);
    }

    function _requireFree(bytes32 role, address account, uint256 amount)
        private
        view
        returns (Position storage position)
    {
        position = _positions[role][account];
        uint256 free = position.active - position.locked;
        if (amount > free) revert InsufficientFreeStake(role, account, free, amount);
    }
}
