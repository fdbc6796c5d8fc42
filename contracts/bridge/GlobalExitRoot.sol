// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGlobalExitRoot} from "../interfaces/IGlobalExitRoot.sol";
import {IGlobalExitRootBase} from "../interfaces/IGlobalExitRootBase.sol";
import {IGlobalExitRootLegacy} from "../interfaces/legacy/IGlobalExitRootLegacy.sol";
import {DepositTree} from "../libraries/DepositTree.sol";
import {ExitHash} from "../libraries/ExitHash.sol";
import {VersionedInitializable} from "../proxy/VersionedInitializable.sol";
import {DepositTreeHolder} from "./DepositTreeHolder.sol";

/// @dev Slots 0 to 2, which tools read.
abstract contract GlobalExitRootStorage is IGlobalExitRoot {
    bytes32 public lastRollupExitRoot;
    bytes32 public lastMainnetExitRoot;
    /// @inheritdoc IGlobalExitRootBase
    mapping(bytes32 => uint256) public globalExitRootMap;
}

/// @title Global exit root contract of L1: the last roots, and their history as the L1 info tree.
contract GlobalExitRoot is
    GlobalExitRootStorage,
    DepositTreeHolder,
    VersionedInitializable,
    IGlobalExitRootLegacy
{
    using DepositTree for DepositTree.Tree;

    // solhint-disable-next-line const-name-snakecase
    string public constant GER_VERSION = "v1.0.0";

    /// @inheritdoc IGlobalExitRoot
    /// @dev Slot 47, behind the version in slot 46.
    mapping(uint32 leafCount => bytes32 l1InfoRoot) public l1InfoRootMap;

    address public immutable rollupManager;
    address public immutable bridgeAddress;

    constructor(address _rollupManager, address _bridgeAddress) {
        rollupManager = _rollupManager;
        bridgeAddress = _bridgeAddress;
        _disableInitializers();
    }

    /// @inheritdoc IGlobalExitRoot
    function initialize() external reinitializer(1) {
        bytes32 emptyRoot = getRoot();
        l1InfoRootMap[0] = emptyRoot;
        emit InitL1InfoRootMap(0, emptyRoot);
    }

    /// @inheritdoc IGlobalExitRootBase
    function updateExitRoot(bytes32 newRoot) external {
        bytes32 mainnetRoot = lastMainnetExitRoot;
        bytes32 rollupRoot = lastRollupExitRoot;
        if (msg.sender == bridgeAddress) {
            mainnetRoot = newRoot;
            lastMainnetExitRoot = newRoot;
        } else if (msg.sender == rollupManager) {
            rollupRoot = newRoot;
            lastRollupExitRoot = newRoot;
        } else {
            revert OnlyAllowedContracts();
        }

        bytes32 globalExitRoot = ExitHash.globalExitRoot(mainnetRoot, rollupRoot);
        if (globalExitRootMap[globalExitRoot] == 0) _appendInfo(globalExitRoot, mainnetRoot, rollupRoot);
    }

    /// @inheritdoc IGlobalExitRoot
    function getLastGlobalExitRoot() external view returns (bytes32) {
        return ExitHash.globalExitRoot(lastMainnetExitRoot, lastRollupExitRoot);
    }

    function version() external pure returns (string memory) {
        return GER_VERSION;
    }

    /// @inheritdoc IGlobalExitRoot
    function getLeafValue(bytes32 newGlobalExitRoot, uint256 lastBlockHash, uint64 timestamp)
        public
        pure
        returns (bytes32)
    {
        return ExitHash.l1InfoLeaf(newGlobalExitRoot, lastBlockHash, timestamp);
    }

    function _appendInfo(bytes32 globalExitRoot, bytes32 mainnetRoot, bytes32 rollupRoot) private {
        uint256 parentHash = uint256(blockhash(block.number - 1));
        uint64 timestamp = uint64(block.timestamp);

        globalExitRootMap[globalExitRoot] = parentHash;
        (uint256 index, bytes32 infoRoot) =
            _tree.appendForRoot(getLeafValue(globalExitRoot, parentHash, timestamp));
        uint32 leafCount = uint32(index) + 1;
        l1InfoRootMap[leafCount] = infoRoot;

        emit UpdateL1InfoTree(mainnetRoot, rollupRoot);
        emit UpdateL1InfoTreeV2(infoRoot, leafCount, parentHash, timestamp);
    }
}
