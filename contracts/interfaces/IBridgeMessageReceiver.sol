// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title A contract that bridge messages can be sent to.
interface IBridgeMessageReceiver {
    /// @notice Called by the bridge when a message for this contract is claimed.
    /// @param originAddress Sender on the other network.
    /// @param originNetwork Network of the sender.
    /// @param data Content of the message.
    function onMessageReceived(address originAddress, uint32 originNetwork, bytes calldata data) external payable;
}
