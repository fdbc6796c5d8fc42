// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IProviderRegistry} from "../interfaces/IProviderRegistry.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {
    HardwareNeeds,
    ProviderRecord,
    REASON_CORES,
    REASON_HW_CLASS,
    REASON_MEMORY,
    REASON_UNREGISTERED,
    REASON_UNSTAKED,
    REASON_VRAM
} from "../types/Hardware.sol";
import {PROVIDER_ROLE} from "../types/Roles.sol";

/// @title ProviderRegistry
contract ProviderRegistry is IProviderRegistry {
    IStakeVault public immutable vault;

    mapping(address provider => ProviderRecord) private _records;

    constructor(IStakeVault vault_) {
        vault = vault_;
    }

    /// @inheritdoc IProviderRegistry
    function register(ProviderRecord calldata record) external {
        if (record.payout == address(0)) revert PayoutZero();
        _records[msg.sender] = record;
        emit ProviderRegistered(msg.sender, record);
    }

    /// @inheritdoc IProviderRegistry
    function deregister() external {
        if (!_isRegistered(msg.sender)) revert ProviderUnknown(msg.sender);
        delete _records[msg.sender];
        emit ProviderDeregistered(msg.sender);
    }

    /// @inheritdoc IProviderRegistry
    function provider(address account) external view returns (ProviderRecord memory) {
        if (!_isRegistered(account)) revert ProviderUnknown(account);
        return _records[account];
    }

    /// @inheritdoc IProviderRegistry
    function isActive(address account) external view returns (bool) {
        return _isRegistered(account) && vault.isActive(PROVIDER_ROLE, account);
    }

    /// @inheritdoc IProviderRegistry
    function ineligibility(address account, HardwareNeeds calldata needs) external view returns (bytes32 reason) {
        if (!_isRegistered(account)) return REASON_UNREGISTERED;
        if (!vault.isActive(PROVIDER_ROLE, account)) return REASON_UNSTAKED;
        ProviderRecord storage record = _records[account];
        if (needs.hwClass != 0 && record.hwClass != needs.hwClass) return REASON_HW_CLASS;
        if (record.vramMiB < needs.minVramMiB) return REASON_VRAM;
        if (record.memoryMiB < needs.minMemoryMiB) return REASON_MEMORY;
        if (record.cores < needs.minCores) return REASON_CORES;
        return 0;
    }

    /// @inheritdoc IProviderRegistry
    function payoutOf(address account) external view returns (address) {
        return _isRegistered(account) ? _records[account].payout : account;
    }

    function _isRegistered(address account) private view returns (bool) {
        return _records[account].payout != address(0);
    }
}
