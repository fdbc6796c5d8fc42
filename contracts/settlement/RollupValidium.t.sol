// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IDataAvailabilityProtocol} from "../interfaces/IDataAvailabilityProtocol.sol";
import {IDataCommittee} from "../interfaces/IDataCommittee.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollup} from "../interfaces/IRollup.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {IRollupValidium} from "../interfaces/IRollupValidium.sol";
import {CommitteeFixture} from "../test/CommitteeFixture.sol";
import {SettlementFixture} from "../test/SettlementFixture.sol";
import {VM} from "../test/Vm.sol";
import {BatchData, HashedBatchData, VerifierType} from "../types/Rollup.sol";
import {DataCommittee} from "./DataCommittee.sol";
import {RollupEtrog} from "./RollupEtrog.sol";
import {RollupValidium} from "./RollupValidium.sol";

contract RollupValidiumTest is SettlementFixture, CommitteeFixture {
    RollupValidium private validium;
    DataCommittee private committee;

    function setUp() public override {
        super.setUp();
        RollupValidium code = new RollupValidium(
            IGlobalExitRoot(address(ger)), IERC20(address(pol)), IBridge(address(bridge)), IRollupManager(address(manager))
        );
        VM.prank(OWNER);
        manager.addNewRollupType(
            address(code), verifier, FORK_ID, VerifierType.StateTransition, GENESIS, "validium", 0
        );
        VM.prank(ADMIN);
        manager.attachAggchainToAL(2, 7, _rollupSetup(address(0)));
        validium = RollupValidium(_rollupAddress(2));
        // The fixture's helpers ask the rollup for its hash.
        rollup = RollupEtrog(address(validium));

        committee = _committee();
        _makeKeys(3);
        committee.setupCommittee(2, _urls(3), _addrs(3));
        VM.prank(ADMIN);
        validium.setDataAvailabilityProtocol(committee);
        VM.prank(SEQUENCER);
        pol.approve(address(validium), type(uint256).max);
    }

    function testSequenceHashes(bytes memory first, bytes memory second, address coinbase) external {
        BatchData[] memory full = new BatchData[](2);
        full[0].transactions = first;
        full[1].transactions = second;
        uint64 time = uint64(block.timestamp) + 36;
        bytes32 acc = _accAfter(full, 0, time, coinbase);
        uint256 before = pol.balanceOf(SEQUENCER);
        bytes32 infoRoot = ger.l1InfoRootMap(0);
        bytes memory message = _message(2, 3, acc);
        VM.expectCall(
            address(committee), abi.encodeCall(IDataAvailabilityProtocol.verifyMessage, (acc, message))
        );
        VM.expectEmit(address(validium));
        emit IRollup.SequenceBatches(3, infoRoot);
        VM.prank(SEQUENCER);
        validium.sequenceBatchesValidium(_hashes(full), 0, time, acc, coinbase, message);
        assertEq(validium.lastAccInputHash(), acc);
        assertEq(manager.getRollupSequencedBatches(2, 3).accInputHash, acc);
        assertEq(before - pol.balanceOf(SEQUENCER), 2 * manager.getBatchFee());
    }

    function testForcedBatchesNeedNoCommittee(bytes32 seed) external {
        HashedBatchData memory forced = _force(abi.encode(seed));
        HashedBatchData[] memory batches = new HashedBatchData[](1);
        batches[0] = forced;
        bytes32 acc = _forcedAcc(validium.lastAccInputHash(), forced);
        uint256 fee = manager.getForcedBatchFee();
        uint256 before = pol.balanceOf(address(manager));
        VM.prank(SEQUENCER);
        validium.sequenceBatchesValidium(batches, 0, uint64(block.timestamp), acc, SEQUENCER, "");
        assertEq(validium.lastForceBatchSequenced(), 1);
        assertEq(validium.forcedBatches(1), bytes32(0));
        assertEq(pol.balanceOf(address(manager)) - before, fee);
        assertEq(validium.lastAccInputHash(), acc);
    }

    function testForcedBesideNormal(bytes32 seed) external {
        HashedBatchData[] memory batches = new HashedBatchData[](2);
        batches[0] = _force(abi.encode(seed));
        batches[1].transactionsHash = seed;
        uint64 time = uint64(block.timestamp);
        bytes32 acc = keccak256(
            bytes.concat(
                _forcedAcc(validium.lastAccInputHash(), batches[0]),
                seed,
                ger.l1InfoRootMap(0),
                bytes8(time),
                bytes20(SEQUENCER),
                bytes32(0)
            )
        );
        bytes memory message = _message(2, 3, acc);
        VM.expectRevert(IDataCommittee.UnexpectedAddrsAndSignaturesSize.selector);
        VM.prank(SEQUENCER);
        validium.sequenceBatchesValidium(batches, 0, time, acc, SEQUENCER, "");
        VM.prank(SEQUENCER);
        validium.sequenceBatchesValidium(batches, 0, time, acc, SEQUENCER, message);
        assertEq(validium.lastAccInputHash(), acc);
    }

    function testForcedBatchMustBeTheOneThatWaits(uint8 field) external {
        HashedBatchData[] memory batches = new HashedBatchData[](1);
        batches[0] = _force("x");
        if (field % 4 == 0) batches[0].transactionsHash ^= bytes32(uint256(1));
        if (field % 4 == 1) batches[0].forcedGlobalExitRoot ^= bytes32(uint256(1));
        if (field % 4 == 2) batches[0].forcedTimestamp ^= 1;
        if (field % 4 == 3) batches[0].forcedBlockHashL1 ^= bytes32(uint256(1));
        _expectRefusal(batches, 0, uint64(block.timestamp), IRollup.ForcedDataDoesNotMatch.selector);
    }

    function testCommitteeSignsTheExpectedHash(bytes32 wrong) external {
        HashedBatchData[] memory batches = _hashes(_batch("x"));
        uint64 time = uint64(block.timestamp);
        bytes32 acc = _accAfter(_batch("x"), 0, time, SEQUENCER);
        VM.assume(wrong != acc);
        bytes memory message = _message(2, 3, wrong);
        VM.prank(SEQUENCER);
        VM.expectRevert(IDataCommittee.CommitteeAddressDoesNotExist.selector);
        validium.sequenceBatchesValidium(batches, 0, time, acc, SEQUENCER, message);
        // What the committee signed counts for nothing when the batches lead elsewhere.
        VM.prank(SEQUENCER);
        VM.expectRevert(IRollup.FinalAccInputHashDoesNotMatch.selector);
        validium.sequenceBatchesValidium(batches, 0, time, wrong, SEQUENCER, message);
    }

    function testSequencesRefused(address other) external {
        VM.assume(other != SEQUENCER && other != address(manager));
        uint64 time = uint64(block.timestamp);
        HashedBatchData[] memory batches = _hashes(_batch("x"));
        VM.prank(other);
        VM.expectRevert(IRollup.OnlyTrustedSequencer.selector);
        validium.sequenceBatchesValidium(batches, 0, time, 0, SEQUENCER, "");
        _expectRefusal(new HashedBatchData[](0), 0, time, IRollup.SequenceZeroBatches.selector);
        _expectRefusal(new HashedBatchData[](1001), 0, time, IRollup.ExceedMaxVerifyBatches.selector);
        _expectRefusal(batches, 0, time + 37, IRollup.MaxTimestampSequenceInvalid.selector);
        _expectRefusal(batches, 1, time, IRollup.L1InfoTreeLeafCountInvalid.selector);
        bytes32 acc = _accAfter(_batch("x"), 0, time, SEQUENCER);
        bytes memory message = _message(2, 3, acc);
        VM.prank(COUNCIL);
        manager.activateEmergencyState();
        VM.prank(SEQUENCER);
        VM.expectRevert(IEmergencyState.OnlyNotEmergencyState.selector);
        validium.sequenceBatchesValidium(batches, 0, time, acc, SEQUENCER, message);
    }

    function testDataOnlyWhenAllowed(address anybody, bytes memory data) external {
        VM.assume(anybody != address(manager));
        VM.prank(anybody);
        VM.expectRevert(IRollupValidium.SequenceWithDataAvailabilityNotAllowed.selector);
        validium.sequenceBatches(_batch(data), 0, 0, 0, SEQUENCER);
        VM.startPrank(ADMIN);
        VM.expectEmit(address(validium));
        emit IRollupValidium.SwitchSequenceWithDataAvailability();
        validium.switchSequenceWithDataAvailability(true);
        assertTrue(validium.isSequenceWithDataAvailabilityAllowed(), "allowed");
        VM.stopPrank();
        bytes32 acc = _accAfter(_batch(data), 0, uint64(block.timestamp), SEQUENCER);
        _sequence(_batch(data));
        assertEq(validium.lastAccInputHash(), acc);
        VM.prank(USER);
        VM.expectRevert(IRollup.OnlyTrustedSequencer.selector);
        validium.sequenceBatches(_batch(data), 0, 0, 0, SEQUENCER);
    }

    function testSwitchToTheSame(bool on) external {
        VM.startPrank(ADMIN);
        if (on) validium.switchSequenceWithDataAvailability(true);
        VM.expectRevert(IRollupValidium.SwitchToSameValue.selector);
        validium.switchSequenceWithDataAvailability(on);
    }

    function testProtocolIsReplaced(address next) external {
        VM.expectEmit(address(validium));
        emit IRollupValidium.SetDataAvailabilityProtocol(next);
        VM.prank(ADMIN);
        validium.setDataAvailabilityProtocol(IDataAvailabilityProtocol(next));
        assertEq(address(validium.dataAvailabilityProtocol()), next);
    }

    function testOnlyAdmin(address other) external {
        VM.assume(other != ADMIN);
        VM.startPrank(other);
        VM.expectRevert(IRollup.OnlyAdmin.selector);
        validium.switchSequenceWithDataAvailability(true);
        VM.expectRevert(IRollup.OnlyAdmin.selector);
        validium.setDataAvailabilityProtocol(committee);
    }

    /// @dev Tools read these by slot: the protocol, and the switch beside it.
    function testSlots() external {
        assertEq(uint256(VM.load(address(validium), bytes32(uint256(60)))), uint160(address(committee)));
        VM.prank(ADMIN);
        validium.switchSequenceWithDataAvailability(true);
        uint256 both = (uint256(1) << 160) | uint160(address(committee));
        assertEq(uint256(VM.load(address(validium), bytes32(uint256(60)))), both);
    }

    function _hashes(BatchData[] memory full) private pure returns (HashedBatchData[] memory batches) {
        batches = new HashedBatchData[](full.length);
        for (uint256 i; i < full.length; i++) batches[i].transactionsHash = keccak256(full[i].transactions);
    }

    function _force(bytes memory transactions) private returns (HashedBatchData memory) {
        uint256 fee = manager.getForcedBatchFee();
        pol.mint(ADMIN, fee);
        VM.startPrank(ADMIN);
        pol.approve(address(validium), fee);
        validium.forceBatch(transactions, fee);
        VM.stopPrank();
        return HashedBatchData(
            keccak256(transactions), ger.getLastGlobalExitRoot(), uint64(block.timestamp), _parentHash()
        );
    }

    function _forcedAcc(bytes32 before, HashedBatchData memory forced) private view returns (bytes32) {
        return keccak256(
            bytes.concat(
                before,
                forced.transactionsHash,
                forced.forcedGlobalExitRoot,
                bytes8(forced.forcedTimestamp),
                bytes20(SEQUENCER),
                forced.forcedBlockHashL1
            )
        );
    }

    function _expectRefusal(HashedBatchData[] memory batches, uint32 leafCount, uint64 time, bytes4 reason) private {
        VM.prank(SEQUENCER);
        VM.expectRevert(reason);
        validium.sequenceBatchesValidium(batches, leafCount, time, 0, SEQUENCER, "");
    }
}
