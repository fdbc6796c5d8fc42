// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {HashedBatchData} from "../types/Rollup.sol";
import {IDataAvailabilityProtocol} from "./IDataAvailabilityProtocol.sol";

/// @title What a validium has beside a rollup.
interface IRollupValidium {
    event SetDataAvailabilityProtocol(address newDataAvailabilityProtocol);
    event SwitchSequenceWithDataAvailability();

    /// @notice Batches with data are not allowed.
    error SequenceWithDataAvailabilityNotAllowed();
    /// @notice The switch is there already.
    error SwitchToSameValue();

    /// @notice Sequences batches by their hashes and pays for them in POL; trusted sequencer only.
    /// @param l1InfoTreeLeafCount Leaves of the L1 info tree the batches may refer to.
    /// @param maxSequenceTimestamp Highest L2 time in the batches, in seconds.
    /// @param expectedFinalAccInputHash What the batches must lead to, and what the committee signed.
    /// @param l2Coinbase Receiver of the L2 fees.
    /// @param dataAvailabilityMessage For the protocol; not read when all batches are forced.
    function sequenceBatchesValidium(
        HashedBatchData[] calldata batches,
        uint32 l1InfoTreeLeafCount,
        uint64 maxSequenceTimestamp,
        bytes32 expectedFinalAccInputHash,
        address l2Coinbase,
        bytes calldata dataAvailabilityMessage
    ) external;

    /// @notice Replaces the protocol; admin only.
    function setDataAvailabilityProtocol(IDataAvailabilityProtocol newDataAvailabilityProtocol) external;

    /// @notice Allows batches with data, or forbids them again; admin only.
    function switchSequenceWithDataAvailability(bool newIsSequenceWithDataAvailabilityAllowed) external;

    /// @notice Who vouches for the batches.
    function dataAvailabilityProtocol() external view returns (IDataAvailabilityProtocol);

    /// @notice Whether the sequencer may post batches with data instead.
    function isSequenceWithDataAvailabilityAllowed() external view returns (bool);
}
