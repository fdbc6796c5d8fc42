// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGlobalExitRootBase} from "../interfaces/IGlobalExitRootBase.sol";
import {IGlobalExitRootLegacy} from "../interfaces/legacy/IGlobalExitRootLegacy.sol";

/// @title Global exit root contract of L2.
/// @notice The sequencer writes `globalExitRootMap` (slot 0) at the start of a block; no function does. The local
/// exit root is read from slot 1.
contract GlobalExitRootL2 is IGlobalExitRootBase, IGlobalExitRootLegacy {
    /// @inheritdoc IGlobalExitRootBase
    mapping(bytes32 => uint256) public globalExitRootMap;

    /// @notice Root of this network's exit tree.
    bytes32 public lastRollupExitRoot;

    address public immutable bridgeAddress;

    constructor(address _bridgeAddress) {
        bridgeAddress = _bridgeAddress;
    }

    /// @inheritdoc IGlobalExitRootBase
    function updateExitRoot(bytes32 newRoot) external {
        if (msg.sender != bridgeAddress) revert OnlyAllowedContracts();
        lastRollupExitRoot = newRoot;
    }
}
