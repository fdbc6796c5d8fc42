// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IGlobalExitRootBase} from "../interfaces/IGlobalExitRootBase.sol";
import {IBridgeLegacy} from "../interfaces/legacy/IBridgeLegacy.sol";
import {ITokenWrapped} from "../interfaces/ITokenWrapped.sol";
import {VersionedInitializable} from "../proxy/VersionedInitializable.sol";
import {TokenInformation} from "../types/BridgeLeaf.sol";
import {DepositTreeHolder} from "./DepositTreeHolder.sol";
import {EmergencyState} from "./EmergencyState.sol";

/// @dev Slot 0 version, 1 guard; the tree begins at slot 51.
abstract contract BridgeHead is VersionedInitializable, ReentrancyGuard {
    uint256[49] private _gap;
}

/// @dev The rest of the layout, which tools read: slot 104 has the pause flag and the four fields after it.
abstract contract BridgeStorage is BridgeHead, DepositTreeHolder, EmergencyState, IBridge, IBridgeLegacy {
    /// @notice Id of this network, 0 for L1.
    uint32 public networkID;
    /// @notice Global exit root contract of this network.
    IGlobalExitRootBase public globalExitRootManager;
    /// @notice Leaves that were in the tree when the exit root was last published.
    uint32 public lastUpdatedDepositCount;
    /// @notice One bit for each claimed leaf.
    mapping(uint256 => uint256) public claimedBitMap;
    mapping(bytes32 => address) public tokenInfoToWrappedToken;
    /// @inheritdoc IBridge
    mapping(address => TokenInformation) public wrappedTokenToTokenInfo;
    /// @notice May pause; 0 on L2, where nobody can.
    address public polygonRollupManager;
    /// @notice Token that is the native coin here, on its origin network; 0 for ether.
    address public gasTokenAddress;
    uint32 public gasTokenNetwork;
    bytes public gasTokenMetadata;
    /// @notice Wrapped ether, where the native coin is a token; else 0.
    // solhint-disable-next-line var-name-mixedcase
    ITokenWrapped public WETHToken;
    /// @notice Admin of the wrapped tokens' proxies created from now on.
    address public proxiedTokensManager;
    address public pendingProxiedTokensManager;
}
