// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {PermitCall} from "../libraries/PermitCall.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {TreeProof} from "../test/TreeProof.sol";
import {VM} from "../test/Vm.sol";
import {BridgeLeaf} from "../types/BridgeLeaf.sol";

/// @dev Keeps one percent of every transfer.
contract FeeToken is ERC20("Fee", "FEE") {
    constructor(address holder) {
        _mint(holder, 1_000_000);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0)) {
            super._update(from, address(0xfee), value / 100);
            value -= value / 100;
        }
        super._update(from, to, value);
    }
}

/// @dev Deposits again while it is being deposited.
contract ReentrantToken is ERC20("Again", "AGN") {
    IBridge private immutable BRIDGE;

    constructor(IBridge bridge) {
        BRIDGE = bridge;
    }

    function transferFrom(address, address, uint256) public override returns (bool) {
        BRIDGE.bridgeAsset(1, address(this), 0, address(0), false, "");
        return true;
    }
}

/// @dev Its permit is DAI's: the whole balance or nothing, by nonce and expiry.
contract DaiLikeToken is ERC20("Dai", "DAI") {
    constructor(address holder) {
        _mint(holder, 1_000_000);
    }

    function permit(address holder, address spender, uint256, uint256, bool allowed, uint8, bytes32, bytes32)
        external
    {
        _approve(holder, spender, allowed ? type(uint256).max : 0);
    }
}

contract BridgeDepositTest is SettlementFixture {
    uint256 private constant KEY = 0xb0b;

    function testEtherOnL1(uint96 amount, address receiver) external {
        BridgeLeaf memory leaf = BridgeLeaf(0, 0, address(0), ROLLUP, receiver, amount, keccak256(""));
        VM.deal(USER, amount);
        VM.expectEmit(address(bridge));
        emit IBridge.BridgeEvent(0, 0, address(0), ROLLUP, receiver, amount, "", 0);
        VM.prank(USER);
        bridge.bridgeAsset{value: amount}(ROLLUP, receiver, amount, address(0), false, "");
        assertEq(address(bridge).balance, amount);
        assertEq(bridge.getRoot(), TreeProof.root(_one(_hash(leaf))));
        assertEq(bridge.depositCount(), 1);
        assertEq(ger.lastMainnetExitRoot(), bytes32(0));
    }

    function testForceUpdatePublishesTheRoot() external {
        bridge.bridgeAsset(ROLLUP, USER, 0, address(0), true, "");
        assertEq(ger.lastMainnetExitRoot(), bridge.getRoot());
        assertEq(bridge.lastUpdatedDepositCount(), 1);
    }

    function testUpdateGlobalExitRootOnlyWithNewDeposits() external {
        bridge.updateGlobalExitRoot();
        assertEq(ger.depositCount(), 0);
        bridge.bridgeAsset(ROLLUP, USER, 0, address(0), false, "");
        bridge.updateGlobalExitRoot();
        assertEq(ger.depositCount(), 1);
        bridge.updateGlobalExitRoot();
        assertEq(ger.depositCount(), 1);
        assertEq(bridge.lastUpdatedDepositCount(), 1);
    }

    function testGasTokenOnL2(uint96 amount, address receiver) external {
        bytes memory metadata = abi.encode("BigFile", "BIG", uint8(18));
        VM.deal(USER, amount);
        VM.expectEmit(address(bridgeL2));
        emit IBridge.BridgeEvent(0, 0, address(big), 0, receiver, amount, metadata, 0);
        VM.prank(USER);
        bridgeL2.bridgeAsset{value: amount}(0, receiver, amount, address(0), true, "");
        assertEq(gerL2.lastRollupExitRoot(), bridgeL2.getRoot());
    }

    function testTokenOnL1(uint256 amount, address receiver) external {
        amount %= big.totalSupply() + 1;
        VM.startPrank(USER);
        big.approve(address(bridge), amount);
        VM.expectEmit(address(bridge));
        emit IBridge.BridgeEvent(
            0, 0, address(big), ROLLUP, receiver, amount, abi.encode("BigFile", "BIG", uint8(18)), 0
        );
        bridge.bridgeAsset(ROLLUP, receiver, amount, address(big), true, "");
        assertEq(big.balanceOf(address(bridge)), amount);
    }

    function testTokenWithPermit(uint96 amount) external {
        address owner = VM.addr(KEY);
        VM.prank(USER);
        big.transfer(owner, amount % 1_000_000 ether);
        bytes memory permit = _permit(owner, address(bridge), amount % 1_000_000 ether);
        VM.prank(owner);
        bridge.bridgeAsset(ROLLUP, USER, amount % 1_000_000 ether, address(big), true, permit);
        assertEq(big.balanceOf(address(bridge)), amount % 1_000_000 ether);
    }

    function testUsedPermitIsNoObstacle() external {
        address owner = VM.addr(KEY);
        VM.prank(USER);
        big.transfer(owner, 5);
        bytes memory permit = _permit(owner, address(bridge), 5);
        (bool ok,) = address(big).call(permit);
        assertTrue(ok, "permit");
        VM.prank(owner);
        bridge.bridgeAsset(ROLLUP, USER, 5, address(big), true, permit);
    }

    function testPermitOfAnother(address caller) external {
        address owner = VM.addr(KEY);
        VM.assume(caller != owner && caller != address(proxyAdmin));
        bytes memory permit = _permit(owner, address(bridge), 5);
        VM.prank(caller);
        VM.expectRevert(PermitCall.NotValidOwner.selector);
        bridge.bridgeAsset(ROLLUP, USER, 5, address(big), true, permit);
    }

    function testPermitForAnother(address spender) external {
        VM.assume(spender != address(bridge));
        bytes memory permit = _permit(VM.addr(KEY), spender, 5);
        VM.prank(VM.addr(KEY));
        VM.expectRevert(PermitCall.NotValidSpender.selector);
        bridge.bridgeAsset(ROLLUP, USER, 5, address(big), true, permit);
    }

    function testDaiPermitIsChecked() external {
        bytes memory permit =
            abi.encodeWithSelector(0x8fcbaf0c, USER, address(0xbad), 0, 0, true, 27, bytes32(0), bytes32(0));
        VM.prank(USER);
        VM.expectRevert(PermitCall.NotValidSpender.selector);
        bridge.bridgeAsset(ROLLUP, USER, 5, address(big), true, permit);
    }

    function testDaiPermit(uint256 amount) external {
        amount %= 1_000_001;
        DaiLikeToken token = new DaiLikeToken(USER);
        bytes memory permit = abi.encodeCall(
            DaiLikeToken.permit, (USER, address(bridge), 0, 0, true, 27, bytes32(0), bytes32(0))
        );
        VM.prank(USER);
        bridge.bridgeAsset(ROLLUP, USER, amount, address(token), true, permit);
        assertEq(token.balanceOf(address(bridge)), amount);
    }

    function testUnknownPermit(bytes4 selector) external {
        VM.assume(selector != 0xd505accf && selector != 0x8fcbaf0c);
        VM.prank(USER);
        VM.expectRevert(PermitCall.NotValidSignature.selector);
        bridge.bridgeAsset(ROLLUP, USER, 5, address(big), true, abi.encodePacked(selector, USER));
    }

    function testFeeOnTransferCountsWhatArrived() external {
        FeeToken token = new FeeToken(USER);
        VM.startPrank(USER);
        token.approve(address(bridge), 1000);
        VM.expectEmit(address(bridge));
        emit IBridge.BridgeEvent(
            0, 0, address(token), ROLLUP, USER, 990, abi.encode("Fee", "FEE", uint8(18)), 0
        );
        bridge.bridgeAsset(ROLLUP, USER, 1000, address(token), false, "");
    }

    function testTokenCannotDepositAgainMeanwhile() external {
        address token = address(new ReentrantToken(bridge));
        VM.expectRevert(ReentrancyGuard.ReentrancyGuardReentrantCall.selector);
        bridge.bridgeAsset(ROLLUP, USER, 1, token, false, "");
    }

    function testDestinationOfItself() external {
        VM.expectRevert(IBridge.DestinationNetworkInvalid.selector);
        bridge.bridgeAsset(0, USER, 0, address(0), false, "");
        VM.expectRevert(IBridge.DestinationNetworkInvalid.selector);
        bridge.bridgeMessage(0, USER, false, "");
        VM.expectRevert(IBridge.DestinationNetworkInvalid.selector);
        bridgeL2.bridgeMessageWETH(ROLLUP, USER, 0, false, "");
    }

    function testAmountMustBeTheValue(uint96 amount, uint96 value) external {
        VM.assume(amount != value);
        VM.deal(USER, value);
        VM.prank(USER);
        VM.expectRevert(IBridge.AmountDoesNotMatchMsgValue.selector);
        bridge.bridgeAsset{value: value}(ROLLUP, USER, amount, address(0), false, "");
    }

    function testNoValueWithTokens(uint96 value) external {
        VM.assume(value != 0);
        VM.deal(USER, value);
        VM.prank(USER);
        VM.expectRevert(IBridge.MsgValueNotZero.selector);
        bridge.bridgeAsset{value: value}(ROLLUP, USER, value, address(big), false, "");
    }

    function testMessageWithEther(uint96 value, address receiver, bytes memory data) external {
        VM.deal(USER, value);
        VM.expectEmit(address(bridge));
        emit IBridge.BridgeEvent(1, 0, USER, ROLLUP, receiver, value, data, 0);
        VM.prank(USER);
        bridge.bridgeMessage{value: value}(ROLLUP, receiver, true, data);
        BridgeLeaf memory leaf = BridgeLeaf(1, 0, USER, ROLLUP, receiver, value, keccak256(data));
        assertEq(ger.lastMainnetExitRoot(), TreeProof.root(_one(_hash(leaf))));
    }

    function testMessageWithoutValueOnL2(bytes memory data) external {
        VM.prank(USER);
        bridgeL2.bridgeMessage(0, USER, true, data);
        BridgeLeaf memory leaf = BridgeLeaf(1, ROLLUP, USER, 0, USER, 0, keccak256(data));
        assertEq(gerL2.lastRollupExitRoot(), TreeProof.root(_one(_hash(leaf))));
    }

    function testMessageWithValueOnL2(uint96 value) external {
        VM.assume(value != 0);
        VM.deal(USER, value);
        VM.prank(USER);
        VM.expectRevert(IBridge.NoValueInMessagesOnGasTokenNetworks.selector);
        bridgeL2.bridgeMessage{value: value}(0, USER, true, "");
    }

    function testWrappedEtherMessageOnL1() external {
        VM.expectRevert(IBridge.NativeTokenIsEther.selector);
        bridge.bridgeMessageWETH(ROLLUP, USER, 0, false, "");
    }

    function testNothingInAnEmergency() external {
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        bridge.bridgeAsset(ROLLUP, USER, 0, address(0), false, "");
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        bridge.bridgeMessage(ROLLUP, USER, false, "");
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        bridge.bridgeMessageWETH(ROLLUP, USER, 0, false, "");
    }

    function testRootIsPublishedInAnEmergencyToo() external {
        bridge.bridgeAsset(ROLLUP, USER, 0, address(0), false, "");
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        bridge.updateGlobalExitRoot();
        assertEq(ger.lastMainnetExitRoot(), bridge.getRoot());
    }

    function _permit(address owner, address spender, uint256 value) private view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash =
            keccak256(abi.encode(typeHash, owner, spender, value, big.nonces(owner), block.timestamp));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", big.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(KEY, digest);
        return abi.encodeCall(IERC20Permit.permit, (owner, spender, value, block.timestamp, v, r, s));
    }
}
