// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {VM} from "../test/Vm.sol";
import {VersionedInitializable} from "../proxy/VersionedInitializable.sol";
import {RollupManager} from "./RollupManager.sol";

/// @dev Creation, fees, the pause and the layout; the rest has files of its own.
contract RollupManagerTest is SettlementFixture {
    function testConstructorRefusesZero() external {
        IGlobalExitRoot g = IGlobalExitRoot(address(1));
        IBridge b = IBridge(address(1));
        IERC20 p = IERC20(address(1));
        VM.expectRevert(IRollupManager.InvalidConstructorInputs.selector);
        new RollupManager(IGlobalExitRoot(address(0)), p, b, address(1));
        VM.expectRevert(IRollupManager.InvalidConstructorInputs.selector);
        new RollupManager(g, IERC20(address(0)), b, address(1));
        VM.expectRevert(IRollupManager.InvalidConstructorInputs.selector);
        new RollupManager(g, p, IBridge(address(0)), address(1));
        VM.expectRevert(IRollupManager.InvalidConstructorInputs.selector);
        new RollupManager(g, p, b, address(0));
    }

    function testInitializeOnce() external {
        VM.expectRevert("Initializable: contract is already initialized");
        manager.initialize(USER, USER, USER, USER);
    }

    function testUpgradeTellsTheVersion(uint8 from) external {
        VM.assume(from < 5);
        VM.store(address(manager), bytes32(0), bytes32(uint256(from)));
        VM.expectEmit(address(manager));
        emit IRollupManager.UpdateRollupManagerVersion("v1.0.0");
        VM.expectEmit(address(manager));
        emit VersionedInitializable.Initialized(5);
        manager.initialize();
        VM.expectRevert("Initializable: contract is already initialized");
        manager.initialize();
    }

    function testBatchFee(uint256 fee) external {
        assertEq(manager.getBatchFee(), 0.1 ether);
        fee = 1 gwei + fee % (1000 ether - 1 gwei + 1);
        VM.expectEmit(address(manager));
        emit IRollupManager.SetBatchFee(fee);
        VM.prank(ADMIN);
        manager.setBatchFee(fee);
        assertEq(manager.getBatchFee(), fee);
        assertEq(manager.getForcedBatchFee(), 100 * fee);
    }

    function testBatchFeeOutOfRange(uint256 fee) external {
        VM.assume(fee < 1 gwei || fee > 1000 ether);
        VM.prank(ADMIN);
        VM.expectRevert(IRollupManager.BatchFeeOutOfRange.selector);
        manager.setBatchFee(fee);
    }

    function testCouncilPausesBothAndAdminResumes() external {
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        assertTrue(manager.isEmergencyState() && bridge.isEmergencyState(), "paused");
        VM.prank(COUNCIL);
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        manager.activateEmergencyState();
        VM.prank(ADMIN);
        manager.deactivateEmergencyState();
        assertTrue(!manager.isEmergencyState() && !bridge.isEmergencyState(), "resumed");
        assertEq(manager.lastDeactivatedEmergencyStateTimestamp(), block.timestamp);
        VM.prank(ADMIN);
        VM.expectRevert(IEmergencyState.OnlyEmergencyState.selector);
        manager.deactivateEmergencyState();
    }

    function testAnybodyPausesAWeekAfterTheLastVerification(address anybody, uint32 late) external {
        VM.assume(anybody != COUNCIL && anybody != address(proxyAdmin));
        VM.warp(block.timestamp + 52 weeks);
        VM.startPrank(anybody);
        // Nothing was ever verified: only the council may.
        VM.expectRevert(IRollupManager.HaltTimeoutNotExpired.selector);
        manager.activateEmergencyState();
        VM.stopPrank();
        _verify(0, 1, 0, bytes32(uint256(1)));
        uint256 time = block.timestamp;
        VM.startPrank(anybody);
        VM.warp(time + late % 1 weeks);
        VM.expectRevert(IRollupManager.HaltTimeoutNotExpired.selector);
        manager.activateEmergencyState();
        VM.warp(time + 1 weeks);
        manager.activateEmergencyState();
        VM.stopPrank();
        VM.prank(ADMIN);
        manager.deactivateEmergencyState();
        VM.prank(anybody);
        VM.expectRevert(IRollupManager.HaltTimeoutNotExpired.selector);
        manager.activateEmergencyState();
    }

    function testReferencesAndVersion() external view {
        assertEq(address(manager.globalExitRootManager()), address(ger));
        assertEq(address(manager.bridgeAddress()), address(bridge));
        assertEq(address(manager.pol()), address(pol));
        assertEq(manager.aggLayerGateway(), address(1));
        assertEq(bytes(manager.version()), "v1.0.0");
        assertEq(bytes(manager.ROLLUP_MANAGER_VERSION()), "v1.0.0");
    }

    /// @dev Tools read these by slot.
    function testSlots() external {
        bytes32 role = keccak256(abi.encode(bytes32(0), uint256(52)));
        assertEq(uint256(VM.load(address(manager), keccak256(abi.encode(OWNER, role)))), 1);
        _verify(0, 1, 0, bytes32(uint256(1)));
        assertEq(_slot(126), 1);
        bytes32 type1 = keccak256(abi.encode(uint256(1), uint256(127)));
        (address code,,,,,,) = manager.rollupTypeMap(1);
        assertEq(uint256(VM.load(address(manager), type1)), uint160(code));
        assertEq(_slot(128), 1);
        uint256 first = uint256(VM.load(address(manager), keccak256(abi.encode(uint256(1), uint256(129)))));
        assertEq(first, (uint256(L2_CHAIN_ID) << 160) | uint160(address(rollup)));
        _checkRollupSlots(keccak256(abi.encode(uint256(1), uint256(129))));
        assertEq(uint256(VM.load(address(manager), keccak256(abi.encode(address(rollup), uint256(130))))), 1);
        assertEq(uint256(VM.load(address(manager), keccak256(abi.encode(L2_CHAIN_ID, uint256(131))))), 1);
        assertEq(_slot(132), (block.timestamp << 128) | (uint256(1) << 64) | 1);
        assertEq(_slot(134), 0.1 ether);
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        assertEq(_slot(111), 1);
        VM.prank(ADMIN);
        manager.deactivateEmergencyState();
        assertEq(_slot(135), block.timestamp);
        VM.store(address(manager), keccak256(abi.encode(uint256(1), uint256(136))), bytes32(uint256(1)));
        assertTrue(manager.isRollupMigrating(1), "migrating");
    }

    /// @dev Of rollup 1 with batch 1 verified.
    function _checkRollupSlots(bytes32 at) private view {
        uint256 base = uint256(at);
        assertEq(_slot(base + 1), (uint256(FORK_ID) << 160) | uint160(verifier));
        assertEq(VM.load(address(manager), keccak256(abi.encode(uint256(0), base + 2))), GENESIS);
        assertEq(
            VM.load(address(manager), keccak256(abi.encode(uint256(1), base + 3))), rollup.lastAccInputHash()
        );
        assertEq(_slot(base + 6), (uint256(1) << 64) | 1);
        assertEq(_slot(base + 7), uint256(1) << 64);
    }

    function _slot(uint256 slot) private view returns (uint256) {
        return uint256(VM.load(address(manager), bytes32(slot)));
    }
}
