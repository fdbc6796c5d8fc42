// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IEmergencyState} from "../interfaces/IEmergencyState.sol";
import {IGlobalExitRootBase} from "../interfaces/IGlobalExitRootBase.sol";
import {ITokenWrapped} from "../interfaces/ITokenWrapped.sol";
import {DepositTree} from "../libraries/DepositTree.sol";
import {ExitHash} from "../libraries/ExitHash.sol";
import {PermitCall} from "../libraries/PermitCall.sol";
import {TokenMetadata} from "../libraries/TokenMetadata.sol";
import {
    BridgeLeaf, LEAF_TYPE_ASSET, LEAF_TYPE_MESSAGE, TokenInformation
} from "../types/BridgeLeaf.sol";
import {BridgeClaims} from "./BridgeClaims.sol";

/// @title The bridge of one network: the same code, at the same address, on L1 and on L2.
contract Bridge is BridgeClaims {
    using DepositTree for DepositTree.Tree;
    using SafeERC20 for IERC20;

    // solhint-disable-next-line const-name-snakecase
    string public constant BRIDGE_VERSION = "v1.1.0";
    /// @dev Version 1 are bridges without upgradeable wrapped tokens.
    uint8 private constant _VERSION = 2;

    modifier onlyRollupManager() {
        if (msg.sender != polygonRollupManager) revert OnlyRollupManager();
        _;
    }

    modifier onlyToOthers(uint32 destinationNetwork) {
        if (destinationNetwork == networkID) revert DestinationNetworkInvalid();
        _;
    }

    /// @dev Before `reinitializer`, which moves the version on; what that refuses keeps its text error.
    modifier onlyFromVersion(uint8 from) {
        uint8 version_ = _initializedVersion;
        if (version_ < _VERSION && version_ != from) revert InvalidInitializeFunction();
        _;
    }

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IBridge
    function initialize(
        uint32 _networkID,
        address _gasTokenAddress,
        uint32 _gasTokenNetwork,
        address _globalExitRootManager,
        address _polygonRollupManager,
        bytes calldata _gasTokenMetadata
    ) external onlyFromVersion(0) reinitializer(_VERSION) nonReentrant {
        networkID = _networkID;
        globalExitRootManager = IGlobalExitRootBase(_globalExitRootManager);
        polygonRollupManager = _polygonRollupManager;
        _initTokensManager();

        if (_gasTokenAddress == address(0)) {
            if (_gasTokenNetwork != 0) revert GasTokenNetworkMustBeZeroOnEther();
        } else {
            gasTokenAddress = _gasTokenAddress;
            gasTokenNetwork = _gasTokenNetwork;
            gasTokenMetadata = _gasTokenMetadata;
            WETHToken = _deployWrapped(bytes32(0), abi.encode("Wrapped Ether", "WETH", uint8(18)));
        }
    }

    /// @notice Completes the upgrade of a bridge of version 1: only the manager of the wrapped tokens was not there.
    function initialize() external onlyFromVersion(1) reinitializer(_VERSION) {
        _initTokensManager();
    }

    /// @inheritdoc IBridge
    function bridgeAsset(
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amount,
        address token,
        bool forceUpdateGlobalExitRoot,
        bytes calldata permitData
    ) external payable ifNotEmergencyState nonReentrant onlyToOthers(destinationNetwork) {
        BridgeLeaf memory leaf;
        leaf.leafType = LEAF_TYPE_ASSET;
        leaf.destinationNetwork = destinationNetwork;
        leaf.destinationAddress = destinationAddress;
        leaf.amount = amount;

        bytes memory metadata;
        if (token == address(0)) {
            if (msg.value != amount) revert AmountDoesNotMatchMsgValue();
            // Ether has neither network nor metadata to read.
            leaf.originAddress = gasTokenAddress;
            if (leaf.originAddress != address(0)) {
                leaf.originNetwork = gasTokenNetwork;
                metadata = gasTokenMetadata;
            }
        } else {
            if (msg.value != 0) revert MsgValueNotZero();
            metadata = _takeToken(leaf, token, permitData);
        }
        _deposit(leaf, metadata, forceUpdateGlobalExitRoot);
    }

    /// @inheritdoc IBridge
    function bridgeMessage(
        uint32 destinationNetwork,
        address destinationAddress,
        bool forceUpdateGlobalExitRoot,
        bytes calldata metadata
    ) external payable ifNotEmergencyState {
        if (msg.value != 0 && address(WETHToken) != address(0)) revert NoValueInMessagesOnGasTokenNetworks();
        _depositMessage(
            destinationNetwork, destinationAddress, msg.value, forceUpdateGlobalExitRoot, metadata
        );
    }

    /// @inheritdoc IBridge
    function bridgeMessageWETH(
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amountWETH,
        bool forceUpdateGlobalExitRoot,
        bytes calldata metadata
    ) external ifNotEmergencyState {
        if (address(WETHToken) == address(0)) revert NativeTokenIsEther();
        WETHToken.burn(msg.sender, amountWETH);
        _depositMessage(
            destinationNetwork, destinationAddress, amountWETH, forceUpdateGlobalExitRoot, metadata
        );
    }

    /// @inheritdoc IBridge
    function updateGlobalExitRoot() external {
        uint32 count = uint32(depositCount());
        if (lastUpdatedDepositCount < count) _publishRoot(getRoot(), count);
    }

    /// @inheritdoc IEmergencyState
    function activateEmergencyState() external onlyRollupManager {
        _activateEmergencyState();
    }

    /// @inheritdoc IEmergencyState
    function deactivateEmergencyState() external onlyRollupManager {
        _deactivateEmergencyState();
    }

    function version() external pure returns (string memory) {
        return BRIDGE_VERSION;
    }

    /// @inheritdoc IBridge
    function getLeafValue(
        uint8 leafType,
        uint32 originNetwork,
        address originAddress,
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amount,
        bytes32 metadataHash
    ) external pure returns (bytes32) {
        return ExitHash.bridgeLeaf(
            BridgeLeaf({
                leafType: leafType,
                originNetwork: originNetwork,
                originAddress: originAddress,
                destinationNetwork: destinationNetwork,
                destinationAddress: destinationAddress,
                amount: amount,
                metadataHash: metadataHash
            })
        );
    }

    /// @inheritdoc IBridge
    function getTokenMetadata(address token) public view returns (bytes memory) {
        return TokenMetadata.read(token);
    }

    /// @dev Whoever may upgrade the bridge may upgrade the wrapped tokens: the owner of the proxy's admin.
    function _initTokensManager() private {
        address proxyAdmin = ERC1967Utils.getAdmin();
        address owner = Ownable(proxyAdmin).owner();
        if (owner == address(0)) revert InvalidZeroProxyAdminOwner(proxyAdmin);
        proxiedTokensManager = owner;
        emit AcceptProxiedTokensManagerRole(address(0), owner);
    }

    /// @dev Burns or locks the token and completes the leaf.
    function _takeToken(BridgeLeaf memory leaf, address token, bytes calldata permitData)
        private
        returns (bytes memory)
    {
        if (token == address(WETHToken)) {
            ITokenWrapped(token).burn(msg.sender, leaf.amount);
            return "";
        }

        TokenInformation memory info = wrappedTokenToTokenInfo[token];
        if (info.originTokenAddress != address(0)) {
            ITokenWrapped(token).burn(msg.sender, leaf.amount);
            leaf.originNetwork = info.originNetwork;
            leaf.originAddress = info.originTokenAddress;
        } else {
            if (permitData.length != 0) PermitCall.run(token, permitData);
            uint256 before = IERC20(token).balanceOf(address(this));
            IERC20(token).safeTransferFrom(msg.sender, address(this), leaf.amount);
            // What arrived counts: some tokens keep a fee.
            leaf.amount = IERC20(token).balanceOf(address(this)) - before;
            leaf.originNetwork = networkID;
            leaf.originAddress = token;
        }
        return getTokenMetadata(token);
    }

    function _depositMessage(
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amount,
        bool forceUpdateGlobalExitRoot,
        bytes calldata metadata
    ) private onlyToOthers(destinationNetwork) {
        BridgeLeaf memory leaf;
        leaf.leafType = LEAF_TYPE_MESSAGE;
        leaf.originNetwork = networkID;
        leaf.originAddress = msg.sender;
        leaf.destinationNetwork = destinationNetwork;
        leaf.destinationAddress = destinationAddress;
        leaf.amount = amount;
        _deposit(leaf, metadata, forceUpdateGlobalExitRoot);
    }

    function _deposit(BridgeLeaf memory leaf, bytes memory metadata, bool forceUpdate) private {
        leaf.metadataHash = keccak256(metadata);
        bytes32 leafHash = ExitHash.bridgeLeaf(leaf);

        uint256 index;
        bytes32 root;
        if (forceUpdate) (index, root) = _tree.appendForRoot(leafHash);
        else index = _tree.append(leafHash);
        emit BridgeEvent(
            leaf.leafType,
            leaf.originNetwork,
            leaf.originAddress,
            leaf.destinationNetwork,
            leaf.destinationAddress,
            leaf.amount,
            metadata,
            uint32(index)
        );
        if (forceUpdate) _publishRoot(root, uint32(index) + 1);
    }

    function _publishRoot(bytes32 root, uint32 count) private {
        lastUpdatedDepositCount = count;
        globalExitRootManager.updateExitRoot(root);
    }
}
