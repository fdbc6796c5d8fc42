// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBridgeMessageReceiver} from "../interfaces/IBridgeMessageReceiver.sol";

/// @title Test contract that takes messages and coins, or refuses both while it is shut.
contract MockReceiver is IBridgeMessageReceiver {
    /// @notice What the last message brought.
    address public origin;
    uint32 public network;
    bytes public content;
    uint256 public value;
    /// @notice Messages taken so far.
    uint256 public messages;
    bool public isShut;

    /// @notice Thrown while the contract takes nothing.
    error Shut();

    modifier whileOpen() {
        if (isShut) revert Shut();
        _;
    }

    receive() external payable whileOpen {}

    function setShut(bool shut) external {
        isShut = shut;
    }

    /// @inheritdoc IBridgeMessageReceiver
    function onMessageReceived(address origin_, uint32 network_, bytes calldata content_) external payable whileOpen {
        (origin, network, content, value) = (origin_, network_, content_, msg.value);
        messages++;
    }
}
