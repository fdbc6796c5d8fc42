// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IVerifierRollup} from "../interfaces/IVerifierRollup.sol";
import {BatchData, RollupDataReturn} from "../types/Rollup.sol";
import {BridgeHandler} from "./BridgeHandler.sol";
import {VM} from "./Vm.sol";

/// @title Everything anyone can do with batches and with the pause, at random.
contract SettlementHandler is BridgeHandler {
    /// @dev Forced batches that wait, in order.
    BatchData[] private _forced;
    uint256 private _forcedUsed;
    /// @dev Last batches of the sequences that are not rolled back; the injected one first.
    uint64[] private _ends = [1];

    function pass(uint256 seconds_) external audited {
        VM.warp(block.timestamp + seconds_ % 4 days);
    }

    /// Some batches, forced ones among them; sometimes by another than the sequencer.
    function sequence(uint256 seed, bool withForced, bool byStranger) external audited {
        uint256 waiting = withForced ? _forced.length - _forcedUsed : 0;
        BatchData[] memory batches = new BatchData[](1 + seed % 3);
        uint256 taken;
        for (uint256 i; i < batches.length; i++) {
            if ((seed >> (8 + i)) & 1 == 1 && taken < waiting) batches[i] = _forced[_forcedUsed + taken++];
            else batches[i].transactions = abi.encode(seed, i);
        }
        uint32 leafCount = uint32((seed >> 16) % (_infoRoots.length));
        uint64 time = uint64(block.timestamp);
        bytes32 acc = rollup.lastAccInputHash();
        for (uint256 i; i < batches.length; i++) acc = _next(acc, batches[i], _infoRoots[leafCount], time);
        VM.prank(byStranger ? USER : SEQUENCER);
        try rollup.sequenceBatches(batches, leafCount, time, acc, SEQUENCER) {
            if (byStranger) violation = "sequenced by a stranger";
            _mustNotBePaused("sequenceBatches");
            _forcedUsed += taken;
            _ends.push(_data().lastBatchSequenced);
        } catch {
            if (!byStranger) _mustBePaused("sequenceBatches");
        }
    }

    function forceBatch(uint256 seed, bool byStranger) external audited {
        address by = byStranger ? USER : ADMIN;
        BatchData memory batch;
        batch.transactions = abi.encode("forced", seed);
        batch.forcedGlobalExitRoot = ger.getLastGlobalExitRoot();
        batch.forcedTimestamp = uint64(block.timestamp);
        batch.forcedBlockHashL1 = _parentHash();
        pol.mint(by, 10 ether);
        VM.startPrank(by);
        pol.approve(address(rollup), 10 ether);
        try rollup.forceBatch(batch.transactions, 10 ether) {
            if (byStranger) violation = "forced by a stranger";
            _mustNotBePaused("forceBatch");
            _forced.push(batch);
        } catch {
            if (!byStranger) _mustBePaused("forceBatch");
        }
        VM.stopPrank();
    }

    function sequenceForced(uint256 seed) external audited {
        uint256 waiting = _forced.length - _forcedUsed;
        if (waiting == 0) return;
        BatchData[] memory batches = new BatchData[](1 + seed % waiting);
        for (uint256 i; i < batches.length; i++) batches[i] = _forced[_forcedUsed + i];
        uint256 due = batches[batches.length - 1].forcedTimestamp + rollup.forceBatchTimeout();
        uint256 afterPause = manager.lastDeactivatedEmergencyStateTimestamp() + 1 weeks;
        VM.prank(ADMIN);
        try rollup.sequenceForceBatches(batches) {
            _mustNotBePaused("sequenceForceBatches");
            if (due > block.timestamp) violation = "sequenced by force before its time";
            _forcedUsed += batches.length;
            _ends.push(_data().lastBatchSequenced);
        } catch {
            if (due <= block.timestamp && afterPause <= block.timestamp) _mustBePaused("sequenceForceBatches");
        }
    }

    /// Verifies up to the end of a sequence; with a wrong proof, or by another, nothing must change.
    function verify(uint256 seed, bool wrongProof, bool byStranger) external audited {
        uint64 from = _data().lastVerifiedBatch;
        uint256 open;
        while (open < _ends.length && _ends[_ends.length - 1 - open] > from) open++;
        if (open == 0) return;
        if (wrongProof) {
            bytes memory call = abi.encodeWithSelector(IVerifierRollup.verifyProof.selector);
            VM.mockCall(verifier, call, abi.encode(false));
        }
        uint64 to = _ends[_ends.length - 1 - seed % open];
        if (_tryToVerify(from, to, bytes32(1 + seed % 2 ** 60), byStranger ? USER : AGGREGATOR)) {
            if (wrongProof || byStranger) violation = "verified without a proof or a role";
            _proofAccepted = true;
            _verifiedExits = bridgeL2.lastUpdatedDepositCount();
            verifications++;
        } else if (!wrongProof && !byStranger) {
            violation = "an honest proof was refused";
        }
        VM.clearMockedCalls();
    }

    function rollBack(uint256 seed, bool byStranger) external audited {
        uint64 target = _ends[seed % _ends.length];
        RollupDataReturn memory data = _data();
        VM.prank(byStranger ? USER : ADMIN);
        try manager.rollbackBatches(address(rollup), target) {
            if (byStranger) violation = "rolled back by a stranger";
            if (target < data.lastVerifiedBatch) violation = "verified batches rolled back";
            while (_ends[_ends.length - 1] != target) _ends.pop();
        } catch {}
    }

    function pause(uint256 seed) external audited {
        address by = seed % 8 == 0 ? COUNCIL : USER;
        uint256 last = manager.lastAggregationTimestamp();
        VM.prank(by);
        try manager.activateEmergencyState() {
            if (by != COUNCIL && (last == 0 || last + 1 weeks > block.timestamp)) violation = "paused by anybody";
        } catch {}
    }

    function resume(bool byStranger) external audited {
        VM.prank(byStranger ? USER : ADMIN);
        try manager.deactivateEmergencyState() {
            if (byStranger) violation = "resumed by anybody";
        } catch {}
    }

    /// Nobody but the parts themselves may report to each other.
    function meddle(uint256 seed, bytes32 root) external audited {
        VM.startPrank(_usersL1[seed % 3]);
        try ger.updateExitRoot(root) {
            violation = "a stranger published a root";
        } catch {}
        try manager.onSequenceBatches(1, root) {
            violation = "a stranger reported a sequence";
        } catch {}
        try rollup.rollbackBatches(0, root) {
            violation = "a stranger rolled the rollup back";
        } catch {}
        try bridge.activateEmergencyState() {
            violation = "a stranger paused the bridge";
        } catch {}
        VM.stopPrank();
    }

    function _tryToVerify(uint64 from, uint64 to, bytes32 stateRoot, address by) private returns (bool) {
        bytes32 exitRoot = gerL2.lastRollupExitRoot();
        bytes32[24] memory proof;
        VM.prank(by);
        try manager.verifyBatchesTrustedAggregator(ROLLUP, 0, from, to, exitRoot, stateRoot, by, proof) {
            return true;
        } catch {
            return false;
        }
    }

    function _data() private view returns (RollupDataReturn memory) {
        return manager.rollupIDToRollupData(ROLLUP);
    }

    /// @dev The accumulated input hash after one more batch.
    function _next(bytes32 acc, BatchData memory batch, bytes32 infoRoot, uint64 time)
        private
        view
        returns (bytes32)
    {
        bool forced = batch.forcedTimestamp != 0;
        return keccak256(
            abi.encodePacked(
                acc,
                keccak256(batch.transactions),
                forced ? batch.forcedGlobalExitRoot : infoRoot,
                forced ? batch.forcedTimestamp : time,
                SEQUENCER,
                batch.forcedBlockHashL1
            )
        );
    }
}
