// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBridge} from "../interfaces/IBridge.sol";
import {IBridgeMessageReceiver} from "../interfaces/IBridgeMessageReceiver.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {TreeProof} from "../test/TreeProof.sol";
import {VM} from "../test/Vm.sol";
import {TokenWrapped} from "../token/TokenWrapped.sol";
import {BridgeLeaf} from "../types/BridgeLeaf.sol";

contract Receiver is IBridgeMessageReceiver {
    address public origin;
    uint32 public network;
    bytes public data;
    uint256 public value;
    bool private refuses;

    constructor(bool refuses_) {
        refuses = refuses_;
    }

    function onMessageReceived(address origin_, uint32 network_, bytes calldata data_) external payable {
        require(!refuses);
        (origin, network, data, value) = (origin_, network_, data_, msg.value);
    }
}

contract BridgeMessagesTest is SettlementFixture {
    function testMessageToContract(uint96 amount, address sender, bytes memory data) external {
        Receiver receiver = new Receiver(false);
        BridgeLeaf memory leaf =
            BridgeLeaf(1, ROLLUP, sender, 0, address(receiver), amount, keccak256(data));
        VM.deal(address(bridge), amount);
        _settleLeaf(_hash(leaf));
        VM.expectEmit(address(bridge));
        emit IBridge.ClaimEvent(0, ROLLUP, sender, address(receiver), amount);
        _claimOnL1(leaf, data);
        assertEq(receiver.origin(), sender);
        assertEq(receiver.network(), ROLLUP);
        assertEq(receiver.data(), data);
        assertEq(receiver.value(), amount);
    }

    function testMessageBringsWethToL2(uint96 amount, bytes memory data) external {
        Receiver receiver = new Receiver(false);
        VM.deal(USER, amount);
        VM.prank(USER);
        bridge.bridgeMessage{value: amount}(ROLLUP, address(receiver), true, data);
        _claimFromL1(BridgeLeaf(1, 0, USER, ROLLUP, address(receiver), amount, keccak256(data)), data);
        assertEq(receiver.value(), 0);
        assertEq(receiver.data(), data);
        assertEq(TokenWrapped(address(bridgeL2.WETHToken())).balanceOf(address(receiver)), amount);

        VM.prank(address(receiver));
        bridgeL2.bridgeMessageWETH(0, USER, amount, true, data);
        assertEq(TokenWrapped(address(bridgeL2.WETHToken())).totalSupply(), 0);
    }

    function testMessageToPlainAccount(bytes memory data) external {
        BridgeLeaf memory leaf = BridgeLeaf(1, ROLLUP, USER, 0, address(0xe0a), 0, keccak256(data));
        _settleLeaf(_hash(leaf));
        _claimOnL1(leaf, data);
        assertTrue(bridge.isClaimed(0, ROLLUP), "claimed");
    }

    function testMessageToOneThatRefuses(bytes memory data) external {
        address receiver = address(new Receiver(true));
        BridgeLeaf memory leaf = BridgeLeaf(1, ROLLUP, USER, 0, receiver, 0, keccak256(data));
        _settleLeaf(_hash(leaf));
        VM.expectRevert(IBridge.MessageFailed.selector);
        this.claimOnL1(leaf, data);
        assertTrue(!bridge.isClaimed(0, ROLLUP), "not claimed");
    }

    /// @dev An outer call, so that a revert can be expected of the whole claim.
    function claimOnL1(BridgeLeaf memory leaf, bytes memory metadata) external {
        _claimOnL1(leaf, metadata);
    }

    function _claimFromL1(BridgeLeaf memory leaf, bytes memory metadata) private {
        _importGer();
        _claimOnL2(leaf, metadata, TreeProof.proof(_one(_hash(leaf)), 0), 0);
    }
}
