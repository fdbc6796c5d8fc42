// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";

/// @title Timelock over the settlement contracts, without delay while they are paused.
contract SettlementTimelock is TimelockController {
    /// @notice Role that administers the others, itself included.
    bytes32 public constant TIMELOCK_ADMIN_ROLE = keccak256("TIMELOCK_ADMIN_ROLE");
    /// @notice Contract whose pause lifts the delay; 0 where there is none.
    IEmergencyState public immutable agglayerManager;

    /// @param minDelay In seconds.
    /// @param admin Proposes, executes and administers the roles.
    constructor(
        uint256 minDelay,
        address[] memory proposers,
        address[] memory executors,
        address admin,
        IEmergencyState _agglayerManager
    ) TimelockController(minDelay, proposers, executors, address(0)) {
        bytes32[4] memory roles = [TIMELOCK_ADMIN_ROLE, PROPOSER_ROLE, EXECUTOR_ROLE, CANCELLER_ROLE];
        for (uint256 i; i < roles.length; i++) _setRoleAdmin(roles[i], TIMELOCK_ADMIN_ROLE);
        _grantRole(TIMELOCK_ADMIN_ROLE, address(this));
        if (admin != address(0)) _grantRole(TIMELOCK_ADMIN_ROLE, admin);
        agglayerManager = _agglayerManager;
    }

    /// @inheritdoc TimelockController
    function getMinDelay() public view override returns (uint256 duration) {
        if (address(agglayerManager) != address(0) && agglayerManager.isEmergencyState()) return 0;
        return super.getMinDelay();
    }
}
