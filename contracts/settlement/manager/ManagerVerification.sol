// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IRollup} from "../../interfaces/IRollup.sol";
import {IRollupManager} from "../../interfaces/IRollupManager.sol";
import {IVerifierRollup} from "../../interfaces/IVerifierRollup.sol";
import {BatchHash} from "../../libraries/BatchHash.sol";
import {DepositTree} from "../../libraries/DepositTree.sol";
import {RollupData} from "../../types/Rollup.sol";
import {TRUSTED_AGGREGATOR_ROLE} from "./ManagerRoles.sol";
import {ManagerStorage} from "./ManagerStorage.sol";

/// @title Verified batches: proof, reward, exit roots.
abstract contract ManagerVerification is ManagerStorage {
    using SafeERC20 for IERC20;

    /// @dev What the aggregator claims about a range of batches.
    struct Transition {
        uint64 initNumBatch;
        uint64 finalNewBatch;
        uint64 lastVerifiedBatch;
        bytes32 newLocalExitRoot;
        bytes32 oldStateRoot;
        bytes32 newStateRoot;
    }

    /// @inheritdoc IRollupManager
    function verifyBatchesTrustedAggregator(
        uint32 rollupID,
        uint64 pendingStateNum,
        uint64 initNumBatch,
        uint64 finalNewBatch,
        bytes32 newLocalExitRoot,
        bytes32 newStateRoot,
        address beneficiary,
        bytes32[24] calldata proof
    ) external onlyRole(TRUSTED_AGGREGATOR_ROLE) {
        if (pendingStateNum != 0) revert PendingStateNumExist();
        RollupData storage rollup = _rollups[rollupID];
        _onlyStateTransition(rollup.rollupVerifierType);
        Transition memory step;
        step.initNumBatch = initNumBatch;
        step.finalNewBatch = finalNewBatch;
        step.lastVerifiedBatch = rollup.lastVerifiedBatch;
        step.newLocalExitRoot = newLocalExitRoot;
        step.newStateRoot = newStateRoot;
        step.oldStateRoot = rollup.batchNumToStateRoot[initNumBatch];

        _checkProof(rollup, step, proof);
        _consolidate(rollupID, rollup, step, beneficiary);
    }

    /// @inheritdoc IRollupManager
    function getInputSnarkBytes(
        uint32 rollupID,
        uint64 initNumBatch,
        uint64 finalNewBatch,
        bytes32 newLocalExitRoot,
        bytes32 oldStateRoot,
        bytes32 newStateRoot
    ) external view returns (bytes memory) {
        return _snarkBytes(
            _rollups[rollupID],
            Transition({
                initNumBatch: initNumBatch,
                finalNewBatch: finalNewBatch,
                lastVerifiedBatch: 0,
                newLocalExitRoot: newLocalExitRoot,
                oldStateRoot: oldStateRoot,
                newStateRoot: newStateRoot
            })
        );
    }

    /// @inheritdoc IRollupManager
    function calculateRewardPerBatch() public view returns (uint256) {
        return _rewardPerBatch(totalSequencedBatches - totalVerifiedBatches);
    }

    /// @inheritdoc IRollupManager
    function getRollupExitRoot() public view returns (bytes32) {
        uint256 count = rollupCount;
        bytes32[] memory leaves = new bytes32[](count);
        for (uint256 i; i < count; i++) {
            leaves[i] = _rollups[uint32(i + 1)].lastLocalExitRoot;
        }
        return DepositTree.rootOf(leaves);
    }

    function _rewardPerBatch(uint256 waiting) private view returns (uint256) {
        return waiting == 0 ? 0 : pol.balanceOf(address(this)) / waiting;
    }

    function _consolidate(uint32 rollupID, RollupData storage rollup, Transition memory step, address beneficiary)
        private
    {
        uint64 newVerified = step.finalNewBatch - step.lastVerifiedBatch;
        uint64 totalVerified = totalVerifiedBatches;
        uint256 reward = _rewardPerBatch(totalSequencedBatches - totalVerified) * newVerified;

        (totalVerifiedBatches, lastAggregationTimestamp) = (totalVerified + newVerified, uint64(block.timestamp));
        rollup.lastVerifiedBatch = step.finalNewBatch;
        rollup.batchNumToStateRoot[step.finalNewBatch] = step.newStateRoot;
        rollup.lastLocalExitRoot = step.newLocalExitRoot;

        pol.safeTransfer(beneficiary, reward);
        IRollup(rollup.rollupContract).onVerifyBatches(step.finalNewBatch, step.newStateRoot, msg.sender);
        globalExitRootManager.updateExitRoot(getRollupExitRoot());
        emit VerifyBatchesTrustedAggregator(
            rollupID, step.finalNewBatch, step.newStateRoot, step.newLocalExitRoot, msg.sender
        );
    }

    function _checkProof(RollupData storage rollup, Transition memory step, bytes32[24] calldata proof)
        private
        view
    {
        if (step.initNumBatch < rollup.lastVerifiedBatchBeforeUpgrade) revert InitBatchMustMatchCurrentForkID();
        if (step.oldStateRoot == bytes32(0)) revert OldStateRootDoesNotExist();
        if (step.initNumBatch > step.lastVerifiedBatch) revert InitNumBatchAboveLastVerifiedBatch();
        if (step.finalNewBatch <= step.lastVerifiedBatch) revert FinalNumBatchBelowLastVerifiedBatch();

        uint256 input = BatchHash.inputSnark(_snarkBytes(rollup, step));
        if (!IVerifierRollup(rollup.verifier).verifyProof(proof, [input])) revert InvalidProof();
    }

    function _snarkBytes(RollupData storage rollup, Transition memory step) private view returns (bytes memory) {
        bytes32 oldAccInputHash = rollup.sequencedBatches[step.initNumBatch].accInputHash;
        bytes32 newAccInputHash = rollup.sequencedBatches[step.finalNewBatch].accInputHash;
        if (step.initNumBatch != 0 && oldAccInputHash == bytes32(0)) revert OldAccInputHashDoesNotExist();
        if (newAccInputHash == bytes32(0)) revert NewAccInputHashDoesNotExist();
        if (!BatchHash.isInsidePrime(step.newStateRoot)) revert NewStateRootNotInsidePrime();

        return BatchHash.snarkBytes(
            BatchHash.SnarkInput({
                aggregator: msg.sender,
                oldStateRoot: step.oldStateRoot,
                oldAccInputHash: oldAccInputHash,
                initNumBatch: step.initNumBatch,
                chainID: rollup.chainID,
                forkID: rollup.forkID,
                newStateRoot: step.newStateRoot,
                newAccInputHash: newAccInputHash,
                newLocalExitRoot: step.newLocalExitRoot,
                finalNewBatch: step.finalNewBatch
            })
        );
    }
}
