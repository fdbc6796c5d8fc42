// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBridge} from "../interfaces/IBridge.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {GlobalIndex} from "../libraries/GlobalIndex.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {TreeProof} from "../test/TreeProof.sol";
import {VM} from "../test/Vm.sol";
import {TokenWrapped} from "../token/TokenWrapped.sol";
import {BridgeLeaf} from "../types/BridgeLeaf.sol";

/// @dev Has no way to take the native coin.
contract Closed {}

contract BridgeClaimsTest is SettlementFixture {
    function testDepositOfBigIsPaidInNativeCoinOnL2(uint96 amount) external {
        BridgeLeaf memory leaf = _depositBig(amount % 1_000_000 ether);
        VM.expectEmit(address(bridgeL2));
        emit IBridge.ClaimEvent(MAINNET_FLAG, 0, address(big), leaf.destinationAddress, leaf.amount);
        _claimFromL1(leaf, abi.encode("BigFile", "BIG", uint8(18)));
        assertEq(leaf.destinationAddress.balance, leaf.amount);
        assertEq(address(bridgeL2).balance, type(uint128).max - leaf.amount);
        assertTrue(bridgeL2.isClaimed(0, 0), "claimed");
        assertTrue(!bridgeL2.isClaimed(0, 1), "other network");
        assertTrue(!bridgeL2.isClaimed(1, 0), "other leaf");
    }

    function testWithdrawalOfBigIsPaidInTokensOnL1(uint96 amount) external {
        uint256 part = amount % 1_000_000 ether;
        _depositBig(part);
        bytes memory metadata = abi.encode("BigFile", "BIG", uint8(18));
        BridgeLeaf memory leaf =
            BridgeLeaf(0, 0, address(big), 0, address(0xfa2), part, keccak256(metadata));
        VM.deal(USER, part);
        VM.prank(USER);
        bridgeL2.bridgeAsset{value: part}(0, address(0xfa2), part, address(0), true, "");
        _settleLeaf(_hash(leaf));
        assertEq(gerL2.lastRollupExitRoot(), TreeProof.root(_one(_hash(leaf))));

        _claimOnL1(leaf, metadata);
        assertEq(big.balanceOf(address(0xfa2)), part);
        assertEq(big.balanceOf(address(bridge)), 0);
        assertTrue(bridge.isClaimed(0, ROLLUP), "claimed");
    }

    function testEtherBecomesWethOnL2AndGoesBack(uint96 amount, address payable receiver) external {
        _assumePlain(receiver);
        VM.deal(USER, amount);
        VM.prank(USER);
        bridge.bridgeAsset{value: amount}(ROLLUP, receiver, amount, address(0), true, "");
        _claimFromL1(BridgeLeaf(0, 0, address(0), ROLLUP, receiver, amount, keccak256("")), "");
        TokenWrapped weth = TokenWrapped(address(bridgeL2.WETHToken()));
        assertEq(weth.balanceOf(receiver), amount);

        VM.prank(receiver);
        bridgeL2.bridgeAsset(0, receiver, amount, address(weth), true, "");
        assertEq(weth.totalSupply(), 0);
        uint256 before = receiver.balance;
        BridgeLeaf memory back = BridgeLeaf(0, 0, address(0), 0, receiver, amount, keccak256(""));
        assertEq(gerL2.lastRollupExitRoot(), TreeProof.root(_one(_hash(back))));
        _settleLeaf(_hash(back));
        _claimOnL1(back, "");
        assertEq(receiver.balance, before + amount);
    }

    function testPlaceOfTheWrappedTokenIsTaken(uint32 network, address token) external {
        VM.assume(token != address(0) && network != ROLLUP && (network != 0 || token != address(big)));
        bytes memory metadata = abi.encode("Token", "TKN", uint8(6));
        BridgeLeaf memory leaf = BridgeLeaf(0, network, token, ROLLUP, USER, 1, keccak256(metadata));
        VM.prank(address(bridge));
        ger.updateExitRoot(TreeProof.root(_one(_hash(leaf))));
        _importGer();
        VM.etch(bridgeL2.computeTokenProxyAddress(network, token), hex"00");
        VM.expectRevert(IBridge.FailedProxyDeployment.selector);
        this.claim(leaf, metadata);
    }

    /// @dev One call, for what is expected of the next.
    function claim(BridgeLeaf memory leaf, bytes memory metadata) external {
        _claimOnL2(leaf, metadata, TreeProof.proof(_one(_hash(leaf)), 0), 0);
    }

    function testTokenIsWrappedOnceAndUnwrapped(uint96 amount) external {
        bytes memory metadata = abi.encode("Pol Token (test)", "POL", uint8(18));
        BridgeLeaf memory leaf = BridgeLeaf(0, 0, address(pol), ROLLUP, USER, amount, keccak256(metadata));
        bytes32[] memory leaves = new bytes32[](2);
        leaves[0] = _hash(leaf);
        leaves[1] = _hash(leaf);
        pol.mint(USER, uint256(amount) * 2);
        VM.startPrank(USER);
        pol.approve(address(bridge), uint256(amount) * 2);
        bridge.bridgeAsset(ROLLUP, USER, amount, address(pol), true, "");
        bridge.bridgeAsset(ROLLUP, USER, amount, address(pol), true, "");
        VM.stopPrank();
        _importGer();

        address expected = bridgeL2.computeTokenProxyAddress(0, address(pol));
        assertEq(bridgeL2.getTokenWrappedAddress(0, address(pol)), address(0));
        VM.expectEmit(address(bridgeL2));
        emit IBridge.NewWrappedToken(0, address(pol), expected, metadata);
        _claimOnL2(leaf, metadata, TreeProof.proof(leaves, 0), 0);
        _claimOnL2(leaf, metadata, TreeProof.proof(leaves, 1), 1);

        TokenWrapped wrapped = TokenWrapped(expected);
        assertEq(bridgeL2.getTokenWrappedAddress(0, address(pol)), expected);
        assertEq(bytes(wrapped.symbol()), "POL");
        assertEq(wrapped.balanceOf(USER), uint256(amount) * 2);
        VM.prank(USER);
        VM.expectEmit(address(bridgeL2));
        emit IBridge.BridgeEvent(0, 0, address(pol), 0, USER, amount, metadata, 0);
        bridgeL2.bridgeAsset(0, USER, amount, expected, true, "");
        assertEq(wrapped.totalSupply(), amount);
    }

    function testReceiverThatRefusesCoin() external {
        BridgeLeaf memory leaf =
            BridgeLeaf(0, 0, address(0), 0, address(new Closed()), 1, keccak256(""));
        VM.deal(address(bridge), 1);
        _settleLeaf(_hash(leaf));
        VM.expectRevert(IBridge.EtherTransferFailed.selector);
        this.claimOnL1(leaf, "");
    }

    function testClaimTwice() external {
        BridgeLeaf memory leaf = BridgeLeaf(1, ROLLUP, USER, 0, USER, 0, keccak256(""));
        _settleLeaf(_hash(leaf));
        _claimOnL1(leaf, "");
        VM.expectRevert(IBridge.AlreadyClaimed.selector);
        this.claimOnL1(leaf, "");
    }

    function testEveryFieldOfTheLeafIsProven(uint8 field) external {
        BridgeLeaf memory leaf = BridgeLeaf(0, 0, address(big), 0, USER, 7, keccak256(""));
        bytes32[32] memory local = TreeProof.proof(_one(_hash(leaf)), 0);
        bytes32[32] memory rollups = TreeProof.proof(_one(TreeProof.root(_one(_hash(leaf)))), 0);
        _settleLeaf(_hash(leaf));
        bytes memory metadata;
        field %= 6;
        if (field == 0) leaf.leafType = 1;
        if (field == 1) leaf.originNetwork = 1;
        if (field == 2) leaf.originAddress = address(pol);
        if (field == 3) leaf.destinationAddress = address(0xbad);
        if (field == 4) leaf.amount = 8;
        if (field == 5) metadata = "x";
        VM.expectRevert(IBridge.InvalidSmtProof.selector);
        this.claim(leaf, metadata, local, rollups, 0);
    }

    function testEveryBitOfTheProofCounts(uint8 level, uint8 bit, bool rollupSide) external {
        BridgeLeaf memory leaf = BridgeLeaf(1, ROLLUP, USER, 0, USER, 0, keccak256(""));
        bytes32[32] memory local = TreeProof.proof(_one(_hash(leaf)), 0);
        bytes32[32] memory rollups = TreeProof.proof(_one(TreeProof.root(_one(_hash(leaf)))), 0);
        _settleLeaf(_hash(leaf));
        bytes32 mask = bytes32(uint256(1) << bit);
        if (rollupSide) rollups[level % 32] ^= mask;
        else local[level % 32] ^= mask;
        VM.expectRevert(IBridge.InvalidSmtProof.selector);
        this.claim(leaf, "", local, rollups, 0);
    }

    function testMainnetLeafNeedsMainnetRoot() external {
        BridgeLeaf memory leaf = BridgeLeaf(1, ROLLUP, USER, 0, USER, 0, keccak256(""));
        bytes32[32] memory local = TreeProof.proof(_one(_hash(leaf)), 0);
        _settleLeaf(_hash(leaf));
        VM.expectRevert(IBridge.InvalidSmtProof.selector);
        this.claim(leaf, "", local, local, MAINNET_FLAG);
    }

    function testLeafForAnotherNetwork(uint32 network) external {
        VM.assume(network != 0);
        BridgeLeaf memory leaf = BridgeLeaf(1, ROLLUP, USER, network, USER, 0, keccak256(""));
        VM.expectRevert(IBridge.DestinationNetworkInvalid.selector);
        this.claimOnL1(leaf, "");
    }

    function testUnknownGlobalExitRoot() external {
        BridgeLeaf memory leaf = BridgeLeaf(1, 0, USER, ROLLUP, USER, 0, keccak256(""));
        bytes32[32] memory proof;
        VM.expectRevert(IBridge.GlobalExitRootInvalid.selector);
        this.claimOnL2(leaf, "", proof);
    }

    function testStrayBitsOfTheGlobalIndex(uint256 globalIndex) external {
        VM.assume(globalIndex >> 65 != 0);
        BridgeLeaf memory leaf = BridgeLeaf(1, ROLLUP, USER, 0, USER, 0, keccak256(""));
        bytes32[32] memory proof;
        _settleLeaf(_hash(leaf));
        VM.expectRevert(GlobalIndex.InvalidGlobalIndex.selector);
        this.claim(leaf, "", proof, proof, globalIndex);
    }

    /// @dev On L1 the places of networks 0 and 1 are one; on other networks they are not.
    function testClaimPlaces(uint32 leafIndex) external {
        uint256 word = leafIndex >> 8;
        VM.store(address(bridge), keccak256(abi.encode(word, uint256(105))), bytes32(uint256(1) << (leafIndex & 255)));
        assertTrue(bridge.isClaimed(leafIndex, 0) && bridge.isClaimed(leafIndex, 1), "L1");
        assertTrue(!bridge.isClaimed(leafIndex, 2), "L1, rollup 2");
        VM.store(
            address(bridgeL2),
            keccak256(abi.encode(word + (1 << 24), uint256(105))),
            bytes32(uint256(1) << (leafIndex & 255))
        );
        assertTrue(bridgeL2.isClaimed(leafIndex, 1) && !bridgeL2.isClaimed(leafIndex, 0), "L2");
    }

    function testNoClaimsInAnEmergency() external {
        BridgeLeaf memory leaf = BridgeLeaf(1, ROLLUP, USER, 0, USER, 0, keccak256(""));
        _settleLeaf(_hash(leaf));
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        this.claimOnL1(leaf, "");
        leaf.leafType = 0;
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        this.claimOnL1(leaf, "");
    }

    function testUnreadableMetadataStopsTheFirstClaim(uint32 originNetwork) external {
        VM.assume(originNetwork != 0);
        BridgeLeaf memory leaf = BridgeLeaf(0, originNetwork, address(0x70), 0, USER, 1, keccak256("x"));
        _settleLeaf(_hash(leaf));
        VM.expectRevert();
        this.claimOnL1(leaf, "x");
    }

    // Outer calls, so that a revert can be expected of the whole claim.

    function claimOnL1(BridgeLeaf memory leaf, bytes memory metadata) external {
        _claimOnL1(leaf, metadata);
    }

    function claimOnL2(BridgeLeaf memory leaf, bytes memory metadata, bytes32[32] memory local) external {
        _claimOnL2(leaf, metadata, local, 0);
    }

    function claim(
        BridgeLeaf memory leaf,
        bytes memory metadata,
        bytes32[32] memory local,
        bytes32[32] memory rollups,
        uint256 globalIndex
    ) external {
        _claim(bridge, leaf, metadata, local, rollups, globalIndex);
    }

    function _depositBig(uint256 amount) private returns (BridgeLeaf memory leaf) {
        bytes memory metadata = abi.encode("BigFile", "BIG", uint8(18));
        leaf = BridgeLeaf(0, 0, address(big), ROLLUP, address(0xf00), amount, keccak256(metadata));
        VM.startPrank(USER);
        big.approve(address(bridge), amount);
        bridge.bridgeAsset(ROLLUP, address(0xf00), amount, address(big), true, "");
        VM.stopPrank();
    }

    function _claimFromL1(BridgeLeaf memory leaf, bytes memory metadata) private {
        _importGer();
        _claimOnL2(leaf, metadata, TreeProof.proof(_one(_hash(leaf)), 0), 0);
    }

    function _assumePlain(address account) private view {
        VM.assume(account.code.length == 0 && uint160(account) > 0xffff && account != address(VM));
    }
}
