// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {VersionedInitializable} from "../../proxy/VersionedInitializable.sol";

/// @title Roles of the rollup manager.
/// @notice Own code instead of OpenZeppelin's, because callers decode these errors and read this layout.
abstract contract ManagerAccessControl is VersionedInitializable {
    struct RoleData {
        mapping(address account => bool) members;
        bytes32 adminRole;
    }

    // solhint-disable-next-line const-name-snakecase
    bytes32 public constant DEFAULT_ADMIN_ROLE = 0x00;

    uint256[51] private _gapBefore;
    /// @dev Slot 52.
    mapping(bytes32 role => RoleData) private _roles;
    uint256[48] private _gapAfter;

    event RoleAdminChanged(
        bytes32 indexed role, bytes32 indexed previousAdminRole, bytes32 indexed newAdminRole
    );
    event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender);
    event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender);

    error AddressDoNotHaveRequiredRole();
    error AccessControlOnlyCanRenounceRolesForSelf();

    modifier onlyRole(bytes32 role) {
        _checkRole(role);
        _;
    }

    /// @notice Gives `account` the role; only who has the role's admin role.
    function grantRole(bytes32 role, address account) external onlyRole(getRoleAdmin(role)) {
        _grantRole(role, account);
    }

    /// @notice Takes the role from `account`; only who has the role's admin role.
    function revokeRole(bytes32 role, address account) external onlyRole(getRoleAdmin(role)) {
        _revokeRole(role, account);
    }

    /// @notice Gives up a role of the caller; `account` must be the caller.
    function renounceRole(bytes32 role, address account) external {
        if (account != msg.sender) revert AccessControlOnlyCanRenounceRolesForSelf();
        _revokeRole(role, account);
    }

    function hasRole(bytes32 role, address account) public view returns (bool) {
        return _roles[role].members[account];
    }

    /// @notice Role whose holders grant and revoke `role`.
    function getRoleAdmin(bytes32 role) public view returns (bytes32) {
        return _roles[role].adminRole;
    }

    function _setRoleAdmin(bytes32 role, bytes32 adminRole) internal {
        bytes32 previous = getRoleAdmin(role);
        _roles[role].adminRole = adminRole;
        emit RoleAdminChanged(role, previous, adminRole);
    }

    function _grantRole(bytes32 role, address account) internal {
        if (hasRole(role, account)) return;
        _roles[role].members[account] = true;
        emit RoleGranted(role, account, msg.sender);
    }

    function _checkRole(bytes32 role) internal view {
        if (!hasRole(role, msg.sender)) revert AddressDoNotHaveRequiredRole();
    }

    function _revokeRole(bytes32 role, address account) private {
        if (!hasRole(role, account)) return;
        _roles[role].members[account] = false;
        emit RoleRevoked(role, account, msg.sender);
    }
}
