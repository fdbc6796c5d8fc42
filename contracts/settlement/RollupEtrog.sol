// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IRollupManager} from "../interfaces/IRollupManager.sol";
import {RollupSequencing} from "./RollupSequencing.sol";
import {RollupStorage} from "./RollupStorage.sol";

/// @title A rollup that posts its batches as calldata.
contract RollupEtrog is RollupSequencing {
    constructor(
        IGlobalExitRoot _globalExitRootManager,
        IERC20 _pol,
        IBridge _bridgeAddress,
        IRollupManager _rollupManager
    ) RollupStorage(_globalExitRootManager, _pol, _bridgeAddress, _rollupManager) {}
}
