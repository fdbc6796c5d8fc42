// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {VersionedInitializable} from "../proxy/VersionedInitializable.sol";

/// @title One owner behind a proxy, with the text errors and the layout that callers know.
/// @notice OpenZeppelin 5 has other errors and keeps the owner elsewhere.
abstract contract CommitteeOwner is VersionedInitializable {
    uint256[50] private _gapBefore;
    /// @dev Slot 51.
    address public owner;
    uint256[49] private _gapAfter;

    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    modifier onlyOwner() {
        require(msg.sender == owner, "Ownable: caller is not the owner");
        _;
    }

    /// @notice Hands the place to another account.
    function transferOwnership(address newOwner) external onlyOwner {
        require(newOwner != address(0), "Ownable: new owner is the zero address");
        _setOwner(newOwner);
    }

    /// @notice Leaves the place empty for good.
    function renounceOwnership() external onlyOwner {
        _setOwner(address(0));
    }

    function _setOwner(address newOwner) internal {
        address previous = owner;
        owner = newOwner;
        emit OwnershipTransferred(previous, newOwner);
    }
}
