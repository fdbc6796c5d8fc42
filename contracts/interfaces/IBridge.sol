// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEmergencyState} from "./IEmergencyState.sol";
import {IWrappedTokenSource} from "./IWrappedTokenSource.sol";

/// @title The bridge of one network: the same code on L1 and on L2.
interface IBridge is IEmergencyState, IWrappedTokenSource {
    /// @notice A leaf was appended to the local exit tree, at index `depositCount`.
    event BridgeEvent(
        uint8 leafType,
        uint32 originNetwork,
        address originAddress,
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amount,
        bytes metadata,
        uint32 depositCount
    );
    /// @notice A leaf of another network was claimed here.
    event ClaimEvent(
        uint256 globalIndex,
        uint32 originNetwork,
        address originAddress,
        address destinationAddress,
        uint256 amount
    );
    /// @notice The first claim of a token created its wrapped token.
    event NewWrappedToken(
        uint32 originNetwork, address originTokenAddress, address wrappedTokenAddress, bytes metadata
    );
    event AcceptProxiedTokensManagerRole(address oldProxiedTokensManager, address newProxiedTokensManager);
    event TransferProxiedTokensManagerRole(
        address currentProxiedTokensManager, address newProxiedTokensManager
    );

    /// @notice The initialisation of a bridge of another version.
    error InvalidInitializeFunction();
    /// @notice Ether as gas token belongs to network 0.
    error GasTokenNetworkMustBeZeroOnEther();
    /// @notice The owner of the proxy's admin contract is nobody.
    error InvalidZeroProxyAdminOwner(address proxyAdmin);
    /// @notice From this network to itself, or a leaf for another network.
    error DestinationNetworkInvalid();
    /// @notice A native deposit of another amount than the value sent (wei).
    error AmountDoesNotMatchMsgValue();
    /// @notice Value sent with a token deposit.
    error MsgValueNotZero();
    /// @notice Messages carry no native coin where that is a token of L1.
    error NoValueInMessagesOnGasTokenNetworks();
    /// @notice There is no wrapped ether where ether is the native coin.
    error NativeTokenIsEther();
    /// @notice The two roots are no global exit root known here.
    error GlobalExitRootInvalid();
    /// @notice The leaf is not in the tree of its network, or that not among the rollups.
    error InvalidSmtProof();
    /// @notice The leaf was claimed before.
    error AlreadyClaimed();
    /// @notice The receiver refused the native coin.
    error EtherTransferFailed();
    /// @notice The receiver of a message reverted.
    error MessageFailed();
    /// @notice The wrapped token could not be created.
    error FailedProxyDeployment();
    /// @notice The caller is not the rollup manager.
    error OnlyRollupManager();
    /// @notice The caller does not manage the wrapped tokens' proxies.
    error OnlyProxiedTokensManager();
    /// @notice The caller was not offered the management of the wrapped tokens' proxies.
    error OnlyPendingProxiedTokensManager();

    /// @notice Sets up the bridge of one network; once, by anybody, so it belongs into the creating transaction
    /// or, on L2, into the first batch.
    /// @param _networkID 0 on L1, the rollup's id on L2.
    /// @param _gasTokenAddress Token on its origin network that is the native coin here; 0 for ether.
    /// @param _gasTokenNetwork Origin network of that token.
    /// @param _globalExitRootManager Global exit root contract of this network.
    /// @param _polygonRollupManager May pause the bridge; 0 on L2.
    /// @param _gasTokenMetadata abi.encode(name, symbol, decimals) of the gas token.
    function initialize(
        uint32 _networkID,
        address _gasTokenAddress,
        uint32 _gasTokenNetwork,
        address _globalExitRootManager,
        address _polygonRollupManager,
        bytes calldata _gasTokenMetadata
    ) external;

    /// @notice Deposits an asset for another network.
    /// @param amount In the token's smallest unit.
    /// @param token 0 for the native coin.
    /// @param forceUpdateGlobalExitRoot Whether the new exit root is published at once.
    /// @param permitData A call of the token's permit, or empty.
    function bridgeAsset(
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amount,
        address token,
        bool forceUpdateGlobalExitRoot,
        bytes calldata permitData
    ) external payable;

    /// @notice Sends a message, with value where ether is the native coin.
    function bridgeMessage(
        uint32 destinationNetwork,
        address destinationAddress,
        bool forceUpdateGlobalExitRoot,
        bytes calldata metadata
    ) external payable;

    /// @notice Sends a message with wrapped ether, where the native coin is a token.
    /// @param amountWETH In wei; burnt from the caller without an allowance.
    function bridgeMessageWETH(
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amountWETH,
        bool forceUpdateGlobalExitRoot,
        bytes calldata metadata
    ) external;

    /// @notice Pays out an asset leaf of another network to its receiver; anybody may call.
    /// @param smtProofLocalExitRoot Siblings of the leaf in its local exit tree, lowest first.
    /// @param smtProofRollupExitRoot Siblings of that tree's root among the rollups; unused for leaves of L1.
    /// @param globalIndex Bits 0-31 leaf index, 32-63 rollup index, 64 mainnet flag.
    function claimAsset(
        bytes32[32] calldata smtProofLocalExitRoot,
        bytes32[32] calldata smtProofRollupExitRoot,
        uint256 globalIndex,
        bytes32 mainnetExitRoot,
        bytes32 rollupExitRoot,
        uint32 originNetwork,
        address originTokenAddress,
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amount,
        bytes calldata metadata
    ) external;

    /// @notice Delivers a message leaf of another network to its receiver; anybody may call.
    function claimMessage(
        bytes32[32] calldata smtProofLocalExitRoot,
        bytes32[32] calldata smtProofRollupExitRoot,
        uint256 globalIndex,
        bytes32 mainnetExitRoot,
        bytes32 rollupExitRoot,
        uint32 originNetwork,
        address originAddress,
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amount,
        bytes calldata metadata
    ) external;

    /// @notice Publishes the exit root if there were deposits since the last time.
    function updateGlobalExitRoot() external;

    /// @notice Whether leaf `leafIndex` of `sourceBridgeNetwork` was claimed here.
    function isClaimed(uint32 leafIndex, uint32 sourceBridgeNetwork) external view returns (bool);

    /// @notice Leaf of an exit tree.
    function getLeafValue(
        uint8 leafType,
        uint32 originNetwork,
        address originAddress,
        uint32 destinationNetwork,
        address destinationAddress,
        uint256 amount,
        bytes32 metadataHash
    ) external pure returns (bytes32);

    /// @notice abi.encode(name, symbol, decimals) of a token, with stand-ins for what it does not answer.
    function getTokenMetadata(address token) external view returns (bytes memory);

    /// @notice Wrapped token of a token here, 0 before its first claim.
    function getTokenWrappedAddress(uint32 originNetwork, address originTokenAddress)
        external
        view
        returns (address);

    /// @notice Address its wrapped token has or will have.
    function computeTokenProxyAddress(uint32 originNetwork, address originTokenAddress)
        external
        view
        returns (address);

    /// @notice Origin of a wrapped token; zeros for any other token.
    function wrappedTokenToTokenInfo(address wrappedToken)
        external
        view
        returns (uint32 originNetwork, address originTokenAddress);
}
