// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBridge} from "../interfaces/IBridge.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {SettlementProxyAdmin} from "../proxy/SettlementProxyAdmin.sol";
import {TransparentProxy} from "../proxy/TransparentProxy.sol";
import {VersionedInitializable} from "../proxy/VersionedInitializable.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {VM} from "../test/Vm.sol";
import {TokenWrapped} from "../token/TokenWrapped.sol";
import {WrappedTokenProxy} from "../token/WrappedTokenProxy.sol";
import {BridgeLeaf} from "../types/BridgeLeaf.sol";
import {Bridge} from "./Bridge.sol";

contract BridgeAdminTest is SettlementFixture {
    function testInitializeOnL1() external view {
        assertEq(bridge.networkID(), 0);
        assertEq(bridge.gasTokenAddress(), address(0));
        assertEq(address(bridge.WETHToken()), address(0));
        assertEq(bridge.polygonRollupManager(), address(manager));
        assertEq(address(bridge.globalExitRootManager()), address(ger));
        assertEq(bridge.proxiedTokensManager(), OWNER);
        assertEq(bridge.getProxiedTokensManager(), OWNER);
        assertEq(bytes(bridge.version()), "v1.1.0");
        assertEq(bytes(bridge.BRIDGE_VERSION()), "v1.1.0");
    }

    function testInitializeWithGasToken() external view {
        assertEq(bridgeL2.networkID(), ROLLUP);
        assertEq(bridgeL2.gasTokenAddress(), address(big));
        assertEq(bridgeL2.gasTokenNetwork(), 0);
        assertEq(bridgeL2.gasTokenMetadata(), abi.encode("BigFile", "BIG", uint8(18)));
        TokenWrapped weth = TokenWrapped(address(bridgeL2.WETHToken()));
        assertEq(bytes(weth.name()), "Wrapped Ether");
        assertEq(bytes(weth.symbol()), "WETH");
        assertEq(weth.decimals(), 18);
        assertEq(weth.bridgeAddress(), address(bridgeL2));
    }

    function testWethIsAtSaltZero() external view {
        bytes32 codeHash = keccak256(bridgeL2.INIT_BYTECODE_TRANSPARENT_PROXY());
        bytes32 hash = keccak256(abi.encodePacked(hex"ff", address(bridgeL2), bytes32(0), codeHash));
        assertEq(address(uint160(uint256(hash))), address(bridgeL2.WETHToken()));
    }

    function testInitializeOnce() external {
        bytes memory refused = "Initializable: contract is already initialized";
        Bridge code = new Bridge();
        VM.expectRevert(refused);
        bridge.initialize(0, address(0), 0, address(0), address(0), "");
        VM.expectRevert(refused);
        bridge.initialize();
        VM.expectRevert(refused);
        code.initialize(0, address(0), 0, address(0), address(0), "");
        VM.expectRevert(refused);
        code.initialize();
    }

    function testUpgradeOfVersionOneSetsTheTokensManagerOnly() external {
        Bridge old = Bridge(_proxy(address(new Bridge()), ""));
        VM.store(address(old), bytes32(0), bytes32(uint256(1)));
        VM.expectRevert(IBridge.InvalidInitializeFunction.selector);
        old.initialize(1, address(0), 0, address(ger), address(0), "");
        VM.expectEmit(address(old));
        emit IBridge.AcceptProxiedTokensManagerRole(address(0), OWNER);
        VM.expectEmit(address(old));
        emit VersionedInitializable.Initialized(2);
        old.initialize();
        assertEq(old.proxiedTokensManager(), OWNER);
        assertEq(address(old.globalExitRootManager()), address(0));
        VM.expectRevert("Initializable: contract is already initialized");
        old.initialize();
    }

    function testUpgradeIsNoInitialization() external {
        Bridge fresh = Bridge(_proxy(address(new Bridge()), ""));
        VM.expectRevert(IBridge.InvalidInitializeFunction.selector);
        fresh.initialize();
    }

    /// @dev What other bridges keep in helper contracts is in the bridge, and answers there.
    function testHelpersAreTheBridgeItself() external view {
        assertEq(bridge.bridgeLib(), address(bridge));
        assertEq(
            Bridge(bridge.bridgeLib()).getTokenMetadata(address(big)), abi.encode("BigFile", "BIG", uint8(18))
        );
        assertEq(
            Bridge(bridge.wrappedTokenBytecodeStorer()).INIT_BYTECODE_TRANSPARENT_PROXY(),
            type(WrappedTokenProxy).creationCode
        );
    }

    function testEtherBelongsToNetworkZero(uint32 network) external {
        VM.assume(network != 0);
        Bridge fresh = Bridge(_proxy(address(new Bridge()), ""));
        VM.expectRevert(IBridge.GasTokenNetworkMustBeZeroOnEther.selector);
        fresh.initialize(1, address(0), network, address(ger), address(0), "");
    }

    function testProxyAdminNeedsAnOwner() external {
        SettlementProxyAdmin admin = new SettlementProxyAdmin(address(this));
        admin.renounceOwnership();
        Bridge code = new Bridge();
        Bridge fresh = Bridge(address(new TransparentProxy(address(code), address(admin), "")));
        VM.expectRevert(
            abi.encodeWithSelector(IBridge.InvalidZeroProxyAdminOwner.selector, address(admin))
        );
        fresh.initialize(1, address(0), 0, address(ger), address(0), "");
    }

    function testOnlyManagerPauses(address other) external {
        VM.assume(other != address(manager) && other != address(proxyAdmin));
        VM.startPrank(other);
        VM.expectRevert(IBridge.OnlyRollupManager.selector);
        bridge.activateEmergencyState();
        VM.expectRevert(IBridge.OnlyRollupManager.selector);
        bridge.deactivateEmergencyState();
    }

    function testPause() external {
        VM.startPrank(address(manager));
        VM.expectRevert(IEmergencyState.OnlyEmergencyState.selector);
        bridge.deactivateEmergencyState();
        VM.expectEmit(address(bridge));
        emit IEmergencyState.EmergencyStateActivated();
        bridge.activateEmergencyState();
        assertTrue(bridge.isEmergencyState(), "paused");
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        bridge.activateEmergencyState();
        VM.expectEmit(address(bridge));
        emit IEmergencyState.EmergencyStateDeactivated();
        bridge.deactivateEmergencyState();
        assertTrue(!bridge.isEmergencyState(), "resumed");
    }

    function testTokensManagerMovesInTwoSteps(address next) external {
        VM.assume(next != address(0) && next != OWNER && next != address(proxyAdmin));
        VM.expectEmit(address(bridge));
        emit IBridge.TransferProxiedTokensManagerRole(OWNER, next);
        VM.prank(OWNER);
        bridge.transferProxiedTokensManagerRole(next);
        assertEq(bridge.proxiedTokensManager(), OWNER);
        assertEq(bridge.pendingProxiedTokensManager(), next);
        VM.expectEmit(address(bridge));
        emit IBridge.AcceptProxiedTokensManagerRole(OWNER, next);
        VM.prank(next);
        bridge.acceptProxiedTokensManagerRole();
        assertEq(bridge.proxiedTokensManager(), next);
        assertEq(bridge.pendingProxiedTokensManager(), address(0));
    }

    function testTokensManagerGuards(address other) external {
        VM.assume(other != OWNER && other != address(0) && other != address(proxyAdmin));
        VM.prank(other);
        VM.expectRevert(IBridge.OnlyProxiedTokensManager.selector);
        bridge.transferProxiedTokensManagerRole(other);
        VM.prank(other);
        VM.expectRevert(IBridge.OnlyPendingProxiedTokensManager.selector);
        bridge.acceptProxiedTokensManagerRole();
    }

    function testTokensManagerTakesAnOfferBack(address next) external {
        VM.assume(next != address(0) && next != address(proxyAdmin));
        VM.startPrank(OWNER);
        bridge.transferProxiedTokensManagerRole(next);
        bridge.transferProxiedTokensManagerRole(address(0));
        VM.stopPrank();
        VM.prank(next);
        VM.expectRevert(IBridge.OnlyPendingProxiedTokensManager.selector);
        bridge.acceptProxiedTokensManagerRole();
    }

    function testLeafValueAndProofViews(BridgeLeaf memory leaf, bytes32[32] memory proof, uint32 index)
        external
        view
    {
        bytes32 hash = bridge.getLeafValue(
            leaf.leafType,
            leaf.originNetwork,
            leaf.originAddress,
            leaf.destinationNetwork,
            leaf.destinationAddress,
            leaf.amount,
            leaf.metadataHash
        );
        assertEq(hash, _hash(leaf));
        bytes32 root = bridge.calculateRoot(hash, proof, index);
        assertTrue(bridge.verifyMerkleProof(hash, proof, index, root), "proof");
        assertTrue(!bridge.verifyMerkleProof(hash, proof, index, ~root), "another root");
    }

    /// @dev Tools read these by slot.
    function testSlots() external {
        bridgeL2.bridgeAsset(0, USER, 0, address(0), true, "");
        assertTrue(_slot(51) != 0, "branch");
        assertEq(_slot(83), 1);
        // Pause flag, network, global exit root contract, last published count, from the low end.
        uint256 packed = (uint256(1) << 200) | (uint256(uint160(address(gerL2))) << 40) | (uint256(ROLLUP) << 8);
        assertEq(_slot(104), packed);
        assertEq(_slot(108), 0);
        assertEq(_slot(109), uint160(address(big)));
        assertTrue(_slot(110) != 0, "gas token metadata");
        assertEq(_slot(111), uint160(address(bridgeL2.WETHToken())));
        assertEq(_slot(112), uint160(OWNER));
        VM.prank(OWNER);
        bridgeL2.transferProxiedTokensManagerRole(USER);
        assertEq(_slot(113), uint160(USER));
        assertEq(uint256(VM.load(address(bridge), bytes32(uint256(108)))), uint160(address(manager)));
    }

    function testMappingSlots() external {
        VM.store(address(bridge), keccak256(abi.encode(uint256(9), uint256(105))), bytes32(uint256(1) << 3));
        assertEq(bridge.claimedBitMap(9), 1 << 3);
        assertTrue(bridge.isClaimed(9 * 256 + 3, 0), "claimed");
        bytes32 key = keccak256(abi.encodePacked(uint32(5), address(0x70)));
        VM.store(address(bridge), keccak256(abi.encode(key, uint256(106))), bytes32(uint256(0xabc)));
        assertEq(bridge.tokenInfoToWrappedToken(key), address(0xabc));
        VM.store(address(bridge), keccak256(abi.encode(address(0xabc), uint256(107))), bytes32(uint256((0x70 << 32) | 5)));
        (uint32 network, address token) = bridge.wrappedTokenToTokenInfo(address(0xabc));
        assertEq(network, 5);
        assertEq(token, address(0x70));
    }

    function _slot(uint256 slot) private view returns (uint256) {
        return uint256(VM.load(address(bridgeL2), bytes32(slot)));
    }
}
