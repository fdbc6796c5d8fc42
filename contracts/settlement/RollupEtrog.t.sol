// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IBridge} from "../interfaces/IBridge.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {VM} from "../test/Vm.sol";
import {BatchData} from "../types/Rollup.sol";
import {RollupEtrog} from "./RollupEtrog.sol";

/// @dev Creation, sequencing and administration; forced batches have a file of their own.
contract RollupEtrogTest is SettlementFixture {
    function testStateAfterCreation() external view {
        assertEq(rollup.admin(), ADMIN);
        assertEq(rollup.trustedSequencer(), SEQUENCER);
        assertEq(bytes(rollup.trustedSequencerURL()), "http://sequencer");
        assertEq(bytes(rollup.networkName()), "test chain");
        assertEq(rollup.gasTokenAddress(), address(big));
        assertEq(rollup.gasTokenNetwork(), 0);
        assertEq(rollup.forceBatchAddress(), ADMIN);
        assertEq(rollup.forceBatchTimeout(), 5 days);
        assertEq(address(rollup.rollupManager()), address(manager));
        assertEq(address(rollup.globalExitRootManager()), address(ger));
        assertEq(address(rollup.pol()), address(pol));
        assertEq(address(rollup.bridgeAddress()), address(bridge));
    }

    function testFirstBatch() external {
        _nextBlock();
        bytes memory transaction = rollup.generateInitializeTransaction(
            2, address(pol), 0, bridge.getTokenMetadata(address(pol))
        );
        bytes32 lastGer = ger.getLastGlobalExitRoot();
        address expected = VM.computeCreateAddress(address(manager), 2);
        VM.expectEmit(expected);
        emit IRollup.InitialSequenceBatches(transaction, lastGer, SEQUENCER);
        VM.prank(ADMIN);
        manager.attachAggchainToAL(1, 7, _rollupSetup(address(pol)));
        bytes32 acc = keccak256(
            bytes.concat(
                bytes32(0),
                keccak256(transaction),
                lastGer,
                bytes8(uint64(block.timestamp)),
                bytes20(SEQUENCER),
                _parentHash()
            )
        );
        assertEq(RollupEtrog(expected).lastAccInputHash(), acc);
        assertEq(manager.getRollupSequencedBatches(2, 1).accInputHash, acc);
        assertEq(pol.balanceOf(address(manager)), 0);
        // A reader strips trailing zeros of the event's data, so the last byte must not be one.
        assertTrue(transaction[transaction.length - 1] == 0xff, "last byte");
    }

    function testInitializeTransactionCallsTheBridge(uint32 id, address token, uint32 network, bool empty)
        external
        view
    {
        bytes memory metadata = empty ? bytes("") : bridge.getTokenMetadata(address(big));
        bytes memory transaction = rollup.generateInitializeTransaction(id, token, network, metadata);
        bytes memory call = abi.encodeCall(
            IBridge.initialize,
            (id, token, network, 0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA, address(0), metadata)
        );
        uint256 prefix = empty ? 34 : 35;
        assertEq(transaction.length, prefix + call.length + 32 + 32 + 1 + 1);
        assertEq(_slice(transaction, prefix, call.length), call);
        assertEq(_slice(transaction, 11, 20), abi.encodePacked(address(bridge)));
    }

    function testEtherChainHasNoGasToken() external {
        VM.prank(ADMIN);
        manager.attachAggchainToAL(1, 7, _rollupSetup(address(0)));
        assertEq(RollupEtrog(_rollupAddress(2)).gasTokenAddress(), address(0));
    }

    function testWrappedGasTokenKeepsItsOrigin() external {
        bytes memory info = abi.encode(uint32(5), address(0x70));
        VM.mockCall(
            address(bridge), abi.encodeCall(IBridge.wrappedTokenToTokenInfo, (address(pol))), info
        );
        VM.prank(ADMIN);
        manager.attachAggchainToAL(1, 7, _rollupSetup(address(pol)));
        assertEq(RollupEtrog(_rollupAddress(2)).gasTokenAddress(), address(0x70));
        assertEq(RollupEtrog(_rollupAddress(2)).gasTokenNetwork(), 5);
    }

    function testInitializeByManagerOnce(address other) external {
        VM.assume(other != address(manager));
        VM.prank(other);
        VM.expectRevert(IRollup.OnlyRollupManager.selector);
        rollup.initialize(ADMIN, SEQUENCER, 1, address(0), "", "");
        VM.prank(address(manager));
        VM.expectRevert("Initializable: contract is already initialized");
        rollup.initialize(ADMIN, SEQUENCER, 1, address(0), "", "");
    }

    function testSequence(bytes memory first, bytes memory second, address coinbase) external {
        _addInfoLeaf();
        BatchData[] memory batches = new BatchData[](2);
        batches[0].transactions = first;
        batches[1].transactions = second;
        uint64 time = uint64(block.timestamp) + 36;
        bytes32 acc = _accAfter(batches, 1, time, coinbase);
        uint256 before = pol.balanceOf(SEQUENCER);
        VM.expectEmit(address(rollup));
        emit IRollup.SequenceBatches(3, ger.l1InfoRootMap(1));
        VM.prank(SEQUENCER);
        rollup.sequenceBatches(batches, 1, time, acc, coinbase);
        assertEq(rollup.lastAccInputHash(), acc);
        assertEq(manager.getRollupSequencedBatches(ROLLUP, 3).accInputHash, acc);
        assertEq(manager.getRollupSequencedBatches(ROLLUP, 2).accInputHash, bytes32(0));
        assertEq(before - pol.balanceOf(SEQUENCER), 2 * manager.getBatchFee());
        assertEq(pol.balanceOf(address(manager)), 2 * manager.getBatchFee());
    }

    function testSequencingPublishesDeposits() external {
        bridge.bridgeAsset(ROLLUP, USER, 0, address(0), false, "");
        _sequence(_batch("x"));
        assertEq(ger.lastMainnetExitRoot(), bridge.getRoot());
    }

    function testSequencesRefused(address other) external {
        VM.assume(other != SEQUENCER && other != address(manager));
        uint64 time = uint64(block.timestamp);
        VM.prank(other);
        VM.expectRevert(IRollup.OnlyTrustedSequencer.selector);
        rollup.sequenceBatches(_batch("x"), 0, time, 0, SEQUENCER);
        _expectRefusal(new BatchData[](0), 0, time, IRollup.SequenceZeroBatches.selector);
        _expectRefusal(new BatchData[](1001), 0, time, IRollup.ExceedMaxVerifyBatches.selector);
        _expectRefusal(_batch("x"), 0, time + 37, IRollup.MaxTimestampSequenceInvalid.selector);
        _expectRefusal(_batch("x"), 1, time, IRollup.L1InfoTreeLeafCountInvalid.selector);
        _expectRefusal(_batch(new bytes(120_001)), 0, time, IRollup.TransactionsLengthAboveMax.selector);
        _expectRefusal(_batch("x"), 0, time, IRollup.FinalAccInputHashDoesNotMatch.selector);
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        _expectRefusal(_batch("x"), 0, time, IEmergencyState.OnlyNotEmergencyState.selector);
    }

    function testLongestBatch() external {
        _sequence(_batch(new bytes(120_000)));
    }

    function testOnlyManagerReports(address other) external {
        VM.assume(other != address(manager));
        VM.startPrank(other);
        VM.expectRevert(IRollup.OnlyRollupManager.selector);
        rollup.onVerifyBatches(1, 0, AGGREGATOR);
        VM.expectRevert(IRollup.OnlyRollupManager.selector);
        rollup.rollbackBatches(1, 0);
    }

    function testAdminSetters(address next) external {
        VM.startPrank(ADMIN);
        VM.expectEmit(address(rollup));
        emit IRollup.SetTrustedSequencer(next);
        rollup.setTrustedSequencer(next);
        assertEq(rollup.trustedSequencer(), next);
        VM.expectEmit(address(rollup));
        emit IRollup.SetTrustedSequencerURL("http://other");
        rollup.setTrustedSequencerURL("http://other");
        assertEq(bytes(rollup.trustedSequencerURL()), "http://other");
        VM.expectEmit(address(rollup));
        emit IRollup.SetForceBatchAddress(next);
        rollup.setForceBatchAddress(next);
        assertEq(rollup.forceBatchAddress(), next);
    }

    function testForcingOpensForGood(address next) external {
        VM.startPrank(ADMIN);
        rollup.setForceBatchAddress(address(0));
        VM.expectRevert(IRollup.ForceBatchesDecentralized.selector);
        rollup.setForceBatchAddress(next);
    }

    function testForceBatchTimeout(uint64 seconds_) external {
        VM.startPrank(ADMIN);
        uint64 lower = seconds_ % 5 days;
        VM.expectEmit(address(rollup));
        emit IRollup.SetForceBatchTimeout(lower);
        rollup.setForceBatchTimeout(lower);
        assertEq(rollup.forceBatchTimeout(), lower);
        VM.expectRevert(IRollup.InvalidRangeForceBatchTimeout.selector);
        rollup.setForceBatchTimeout(lower + 1);
        VM.stopPrank();
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        VM.startPrank(ADMIN);
        rollup.setForceBatchTimeout(1 weeks);
        VM.expectRevert(IRollup.InvalidRangeForceBatchTimeout.selector);
        rollup.setForceBatchTimeout(1 weeks + 1);
    }

    function testAdminMovesInTwoSteps(address next, address other) external {
        VM.assume(next != other && other != address(manager) && next != address(manager));
        VM.expectEmit(address(rollup));
        emit IRollup.TransferAdminRole(next);
        VM.prank(ADMIN);
        rollup.transferAdminRole(next);
        assertEq(rollup.pendingAdmin(), next);
        VM.prank(other);
        VM.expectRevert(IRollup.OnlyPendingAdmin.selector);
        rollup.acceptAdminRole();
        VM.expectEmit(address(rollup));
        emit IRollup.AcceptAdminRole(next);
        VM.prank(next);
        rollup.acceptAdminRole();
        assertEq(rollup.admin(), next);
        assertEq(rollup.pendingAdmin(), next);
    }

    function testOnlyAdmin(address other) external {
        VM.assume(other != ADMIN);
        bytes4 refused = IRollup.OnlyAdmin.selector;
        VM.startPrank(other);
        VM.expectRevert(refused);
        rollup.setTrustedSequencer(other);
        VM.expectRevert(refused);
        rollup.setTrustedSequencerURL("");
        VM.expectRevert(refused);
        rollup.setForceBatchAddress(other);
        VM.expectRevert(refused);
        rollup.setForceBatchTimeout(1);
        VM.expectRevert(refused);
        rollup.transferAdminRole(other);
    }

    /// @dev Tools read these by slot.
    function testSlots() external {
        assertEq(_slot(0), (uint256(uint160(ADMIN)) << 16) | 1);
        VM.prank(ADMIN);
        rollup.transferAdminRole(USER);
        assertEq(_slot(1), uint160(USER));
        assertEq(_slot(2), uint160(SEQUENCER));
        assertEq(_slot(3), uint256(bytes32("http://sequencer")) | (16 * 2));
        assertEq(_slot(4), uint256(bytes32("test chain")) | (10 * 2));
        assertEq(bytes32(_slot(5)), rollup.lastAccInputHash());
        VM.store(address(rollup), keccak256(abi.encode(uint256(9), uint256(6))), bytes32(uint256(77)));
        assertEq(rollup.forcedBatches(9), bytes32(uint256(77)));
        assertEq(_slot(7), uint256(5 days) << 128);
        assertEq(_slot(8), uint160(ADMIN));
        assertEq(_slot(9), uint160(address(big)));
    }

    function testConstants() external view {
        assertEq(rollup.TIMESTAMP_RANGE(), 36);
        assertEq(rollup.GLOBAL_EXIT_ROOT_MANAGER_L2(), 0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA);
        assertEq(rollup.INITIALIZE_TX_BRIDGE_LIST_LEN_LEN(), 0xf9);
        assertEq(rollup.INITIALIZE_TX_BRIDGE_PARAMS(), hex"80808401c9c38094");
        assertEq(rollup.INITIALIZE_TX_BRIDGE_PARAMS_AFTER_BRIDGE_ADDRESS(), hex"80b9");
        assertEq(rollup.INITIALIZE_TX_BRIDGE_PARAMS_AFTER_BRIDGE_ADDRESS_EMPTY_METADATA(), hex"80b8");
        assertEq(rollup.INITIALIZE_TX_CONSTANT_BYTES(), 32);
        assertEq(rollup.INITIALIZE_TX_CONSTANT_BYTES_EMPTY_METADATA(), 31);
        assertEq(rollup.INITIALIZE_TX_DATA_LEN_EMPTY_METADATA(), 0xe4);
        assertEq(bytes32(rollup.INITIALIZE_TX_EFFECTIVE_PERCENTAGE()), bytes32(bytes1(0xff)));
        assertEq(rollup.SIGNATURE_INITIALIZE_TX_R(), bytes32(uint256(0x5ca1ab1e0)));
        assertEq(rollup.SIGNATURE_INITIALIZE_TX_S(), bytes32(uint256(0x5ca1ab1e)));
        assertEq(rollup.SIGNATURE_INITIALIZE_TX_V(), 27);
    }

    function _expectRefusal(BatchData[] memory batches, uint32 leafCount, uint64 time, bytes4 reason) private {
        VM.prank(SEQUENCER);
        VM.expectRevert(reason);
        rollup.sequenceBatches(batches, leafCount, time, 0, SEQUENCER);
    }

    function _addInfoLeaf() private {
        bridge.bridgeAsset(7, address(0), 0, address(0), true, "");
    }

    function _slice(bytes memory data, uint256 from, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i; i < length; i++) part[i] = data[from + i];
    }

    function _slot(uint256 slot) private view returns (uint256) {
        return uint256(VM.load(address(rollup), bytes32(slot)));
    }
}
