// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IDataAvailabilityProtocol} from "../interfaces/IDataAvailabilityProtocol.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {IRollupValidium} from "../interfaces/IRollupValidium.sol";
import {BatchData, HashedBatchData} from "../types/Rollup.sol";
import {RollupSequencing} from "./RollupSequencing.sol";
import {RollupStorage} from "./RollupStorage.sol";

/// @title A rollup that posts hashes of its batches; a committee signs that it keeps the batches themselves.
contract RollupValidium is RollupSequencing, IRollupValidium {
    /// @inheritdoc IRollupValidium
    /// @dev Slot 60, with the switch beside it.
    IDataAvailabilityProtocol public dataAvailabilityProtocol;
    /// @inheritdoc IRollupValidium
    bool public isSequenceWithDataAvailabilityAllowed;

    constructor(
        IGlobalExitRoot _globalExitRootManager,
        IERC20 _pol,
        IBridge _bridgeAddress,
        IRollupManager _rollupManager
    ) RollupStorage(_globalExitRootManager, _pol, _bridgeAddress, _rollupManager) {}

    /// @inheritdoc IRollupValidium
    function sequenceBatchesValidium(
        HashedBatchData[] calldata batches,
        uint32 l1InfoTreeLeafCount,
        uint64 maxSequenceTimestamp,
        bytes32 expectedFinalAccInputHash,
        address l2Coinbase,
        bytes calldata dataAvailabilityMessage
    ) external onlyTrustedSequencer {
        Walk memory walk = _begin(batches.length, l1InfoTreeLeafCount, maxSequenceTimestamp, l2Coinbase);
        for (uint256 i; i < batches.length; i++) {
            if (batches[i].forcedTimestamp > 0) _linkForced(walk, batches[i]);
            else _link(walk, batches[i].transactionsHash);
        }
        // Forced batches were posted when they were forced: what is all forced needs no committee.
        if (_pay(batches.length, walk) != 0) {
            dataAvailabilityProtocol.verifyMessage(expectedFinalAccInputHash, dataAvailabilityMessage);
        }
        _report(batches.length, walk, expectedFinalAccInputHash);
    }

    /// @inheritdoc IRollupValidium
    function setDataAvailabilityProtocol(IDataAvailabilityProtocol newDataAvailabilityProtocol) external onlyAdmin {
        dataAvailabilityProtocol = newDataAvailabilityProtocol;
        emit SetDataAvailabilityProtocol(address(newDataAvailabilityProtocol));
    }

    /// @inheritdoc IRollupValidium
    function switchSequenceWithDataAvailability(bool newIsSequenceWithDataAvailabilityAllowed) external onlyAdmin {
        if (newIsSequenceWithDataAvailabilityAllowed == isSequenceWithDataAvailabilityAllowed) {
            revert SwitchToSameValue();
        }
        isSequenceWithDataAvailabilityAllowed = newIsSequenceWithDataAvailabilityAllowed;
        emit SwitchSequenceWithDataAvailability();
    }

    /// @inheritdoc RollupSequencing
    /// @dev Only while the admin allows it.
    function sequenceBatches(
        BatchData[] calldata batches,
        uint32 l1InfoTreeLeafCount,
        uint64 maxSequenceTimestamp,
        bytes32 expectedFinalAccInputHash,
        address l2Coinbase
    ) public override {
        if (!isSequenceWithDataAvailabilityAllowed) revert SequenceWithDataAvailabilityNotAllowed();
        super.sequenceBatches(
            batches, l1InfoTreeLeafCount, maxSequenceTimestamp, expectedFinalAccInputHash, l2Coinbase
        );
    }
}
