// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Stake in the chain's native coin (BIG), by role.
/// @notice A manager (the job market) locks part of an account's active stake as a bond, and later releases or slashes
/// it. A manager reaches only the bonds it locked itself. Amounts in wei of BIG.
/// @dev Trust: the owner opens roles and appoints managers, and could appoint a dishonest one, which could lock and
/// slash free stake; it cannot touch stake that is unbonding.
interface IStakeVault {
    /// @param role Role the stake was for.
    /// @param account Who it belongs to.
    /// @param amount Wei of BIG.
    /// @param releaseAt First second it can be withdrawn.
    struct Unbonding {
        bytes32 role;
        address account;
        uint128 amount;
        uint64 releaseAt;
    }

    /// @param role Role to open.
    /// @param minimum Least active stake to count as active; more than 0.
    /// @param manager First manager of the role; zero for none.
    struct RoleConfig {
        bytes32 role;
        uint128 minimum;
        address manager;
    }

    event Staked(bytes32 indexed role, address indexed account, uint256 amount);
    event UnbondingStarted(
        uint256 indexed ticket, bytes32 indexed role, address indexed account, uint256 amount, uint64 releaseAt
    );
    event Withdrawn(uint256 indexed ticket, address indexed account, address to, uint256 amount);
    event BondLocked(bytes32 indexed role, address indexed account, address indexed manager, uint256 amount);
    event BondReleased(bytes32 indexed role, address indexed account, address indexed manager, uint256 amount);
    event Slashed(bytes32 indexed role, address indexed account, address indexed manager, uint256 amount);
    event MinimumSet(bytes32 indexed role, uint256 minimum);
    event ManagerSet(bytes32 indexed role, address indexed manager, bool allowed);

    /// @notice Thrown when the owner has not opened `role`.
    error RoleUnknown(bytes32 role);
    /// @notice Thrown when a role would have no minimum.
    error MinimumZero(bytes32 role);
    /// @notice Thrown when an amount of zero is staked or unbonded.
    error AmountZero();
    /// @notice Thrown when `need` exceeds the stake of `account` that is neither locked nor unbonding.
    error InsufficientFreeStake(bytes32 role, address account, uint256 free, uint256 need);
    /// @notice Thrown when a manager releases or slashes more than it locked.
    error InsufficientBond(bytes32 role, address account, uint256 locked, uint256 need);
    /// @notice Thrown when the caller may not lock stake of `role`.
    error NotManager(bytes32 role, address caller);
    /// @notice Thrown when the ticket is not the caller's, or was withdrawn before.
    error NotYourTicket(uint256 ticket, address caller);
    /// @notice Thrown when the unbonding delay has not passed.
    error StillUnbonding(uint256 ticket, uint64 releaseAt);
    /// @notice Thrown when the receiver refuses the coins.
    error TransferFailed(address to, uint256 amount);

    /// @notice Adds the sent coins to the caller's active stake.
    function stake(bytes32 role) external payable;

    /// @notice Takes free stake out of the role; it counts for nothing from now on and can be withdrawn after the
    /// delay.
    /// @return ticket Number to withdraw with.
    function startUnbonding(bytes32 role, uint256 amount) external returns (uint256 ticket);

    /// @notice Sends unbonded stake to `to`.
    function withdraw(uint256 ticket, address payable to) external returns (uint256 amount);

    /// @notice Locks free stake as a bond. Managers of the role only.
    function lock(bytes32 role, address account, uint256 amount) external;

    /// @notice Releases part of a bond that the caller locked.
    function release(bytes32 role, address account, uint256 amount) external;

    /// @notice Takes part of a bond that the caller locked, and sends it to the caller.
    function slash(bytes32 role, address account, uint256 amount) external;

    /// @notice Opens a role or changes its minimum. Owner only.
    function setMinimum(bytes32 role, uint128 minimum) external;

    /// @notice Appoints or dismisses a manager. A dismissed one can still release and slash what it locked. Owner only.
    function setManager(bytes32 role, address manager, bool allowed) external;

    /// @notice True when the account's active stake reaches the role's minimum.
    function isActive(bytes32 role, address account) external view returns (bool);

    /// @notice Stake that is not unbonding, locked bonds included.
    function activeStake(bytes32 role, address account) external view returns (uint256);

    /// @notice Active stake that is not locked.
    function freeStake(bytes32 role, address account) external view returns (uint256);

    /// @notice Stake locked by all managers.
    function lockedStake(bytes32 role, address account) external view returns (uint256);

    /// @notice Stake locked by one manager.
    function bondOf(address manager, bytes32 role, address account) external view returns (uint256);

    /// @notice Least active stake of a role; 0 when it is not open.
    function minimumOf(bytes32 role) external view returns (uint256);

    /// @notice True when `manager` may lock stake of `role`.
    function isManager(bytes32 role, address manager) external view returns (bool);

    /// @notice One unbonding; all zero when withdrawn or never started.
    function unbonding(uint256 ticket) external view returns (Unbonding memory);

    /// @notice Seconds between the start of an unbonding and its release.
    function unbondingSeconds() external view returns (uint64);
}
