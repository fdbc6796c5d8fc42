// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Initialisation of contracts behind a proxy.
/// @notice Slot 0 holds the version and the running mark in its first two bytes, so that what inherits this can
/// keep the storage layout that tools read; OpenZeppelin 5 keeps them elsewhere, and emits another event.
abstract contract VersionedInitializable {
    uint8 internal _initializedVersion;
    bool internal _initializing;

    event Initialized(uint8 version);

    /// @dev Runs once per version, upwards only. Text errors, because callers match on them.
    modifier reinitializer(uint8 version) {
        require(
            !_initializing && _initializedVersion < version, "Initializable: contract is already initialized"
        );
        _initializedVersion = version;
        _initializing = true;
        _;
        _initializing = false;
        emit Initialized(version);
    }

    /// @dev For the implementation itself, which only the proxies' storage may initialise.
    function _disableInitializers() internal {
        _initializedVersion = type(uint8).max;
        emit Initialized(type(uint8).max);
    }
}
