// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IBridgeMessageReceiver} from "../interfaces/IBridgeMessageReceiver.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {VM} from "../test/Vm.sol";
import {BridgeLeaf} from "../types/BridgeLeaf.sol";

/// @dev Calls the bridge while the bridge pays or calls it.
contract BusyReceiver is IBridgeMessageReceiver {
    address private immutable BRIDGE;
    bytes private _call;
    bytes4 public refusal;
    bool public passed;

    constructor(address bridge, bytes memory call) {
        BRIDGE = bridge;
        _call = call;
    }

    receive() external payable {
        _callBack();
    }

    function onMessageReceived(address, uint32, bytes calldata) external payable {
        _callBack();
    }

    function _callBack() private {
        (bool ok, bytes memory reason) = BRIDGE.call(_call);
        (passed, refusal) = (ok, bytes4(reason));
    }
}

contract BridgeReentrancyTest is SettlementFixture {
    function testNoClaimWithinAClaim() external {
        bytes32[32] memory proof;
        bytes memory claim = abi.encodeCall(
            IBridge.claimAsset, (proof, proof, 0, 0, 0, 0, address(0), 0, address(0), 0, "")
        );
        BusyReceiver receiver = _pay(claim, 0);
        assertEq(receiver.refusal(), ReentrancyGuard.ReentrancyGuardReentrantCall.selector);
        assertEq(address(receiver).balance, 1 ether);
    }

    function testNoDepositWithinAClaim() external {
        bytes4 refusal = _pay(_depositCall(), 0).refusal();
        assertEq(refusal, ReentrancyGuard.ReentrancyGuardReentrantCall.selector);
        assertEq(bridge.depositCount(), 0);
    }

    /// @dev On purpose: who is called with a message may answer with a deposit.
    function testDepositWithinAMessage() external {
        assertTrue(_pay(_depositCall(), 1).passed(), "refused");
        assertEq(bridge.depositCount(), 1);
    }

    function _depositCall() private view returns (bytes memory) {
        return abi.encodeCall(IBridge.bridgeAsset, (ROLLUP, USER, 0, address(0), false, ""));
    }

    /// @dev Claims an ether for a receiver that makes the call meanwhile.
    function _pay(bytes memory call, uint8 leafType) private returns (BusyReceiver receiver) {
        receiver = new BusyReceiver(address(bridge), call);
        BridgeLeaf memory leaf =
            BridgeLeaf(leafType, 0, address(0), 0, address(receiver), 1 ether, keccak256(""));
        VM.deal(address(bridge), 1 ether);
        _settleLeaf(_hash(leaf));
        _claimOnL1(leaf, "");
    }
}
