// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IBridge} from "../interfaces/IBridge.sol";
import {IBridgeMessageReceiver} from "../interfaces/IBridgeMessageReceiver.sol";
import {DepositTree} from "../libraries/DepositTree.sol";
import {ExitHash} from "../libraries/ExitHash.sol";
import {GlobalIndex} from "../libraries/GlobalIndex.sol";
import {BridgeLeaf, LEAF_TYPE_ASSET, LEAF_TYPE_MESSAGE} from "../types/BridgeLeaf.sol";
import {WrappedTokens} from "./WrappedTokens.sol";

/// @title The receiving half of the bridge.
abstract contract BridgeClaims is WrappedTokens {
    using SafeERC20 for IERC20;

    uint32 internal constant _MAINNET_NETWORK_ID = 0;
    /// @dev Rollup 1 keeps the place it had when there was only one rollup.
    uint32 private constant _FIRST_ROLLUP_NETWORK_ID = 1;

    /// @inheritdoc IBridge
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
    ) external ifNotEmergencyState nonReentrant {
        BridgeLeaf memory leaf;
        leaf.leafType = LEAF_TYPE_ASSET;
        leaf.originNetwork = originNetwork;
        leaf.originAddress = originTokenAddress;
        leaf.destinationNetwork = destinationNetwork;
        leaf.destinationAddress = destinationAddress;
        leaf.amount = amount;
        leaf.metadataHash = keccak256(metadata);

        _useLeaf(
            smtProofLocalExitRoot, smtProofRollupExitRoot, globalIndex, mainnetExitRoot, rollupExitRoot, leaf
        );
        _payOut(leaf, metadata);
    }

    /// @inheritdoc IBridge
    /// @dev A receiver may claim or deposit in turn; the leaf is spent before it is called.
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
    ) external ifNotEmergencyState {
        BridgeLeaf memory leaf;
        leaf.leafType = LEAF_TYPE_MESSAGE;
        leaf.originNetwork = originNetwork;
        leaf.originAddress = originAddress;
        leaf.destinationNetwork = destinationNetwork;
        leaf.destinationAddress = destinationAddress;
        leaf.amount = amount;
        leaf.metadataHash = keccak256(metadata);

        _useLeaf(
            smtProofLocalExitRoot, smtProofRollupExitRoot, globalIndex, mainnetExitRoot, rollupExitRoot, leaf
        );
        _deliver(leaf, metadata);
    }

    /// @inheritdoc IBridge
    function isClaimed(uint32 leafIndex, uint32 sourceBridgeNetwork) external view returns (bool) {
        (uint256 word, uint256 mask) = _claimBit(leafIndex, sourceBridgeNetwork);
        return claimedBitMap[word] & mask != 0;
    }

    /// @dev Checks that the leaf was published, marks it as spent and tells so.
    function _useLeaf(
        bytes32[32] calldata proofLocal,
        bytes32[32] calldata proofRollup,
        uint256 globalIndex,
        bytes32 mainnetRoot,
        bytes32 rollupRoot,
        BridgeLeaf memory leaf
    ) private {
        if (leaf.destinationNetwork != networkID) revert DestinationNetworkInvalid();
        bytes32 globalRoot = ExitHash.globalExitRoot(mainnetRoot, rollupRoot);
        if (globalExitRootManager.globalExitRootMap(globalRoot) == 0) revert GlobalExitRootInvalid();

        (bool fromMainnet, uint32 rollupIndex, uint32 leafIndex) = GlobalIndex.decode(globalIndex);
        bytes32 root = DepositTree.rootFromProof(ExitHash.bridgeLeaf(leaf), proofLocal, leafIndex);
        uint32 sourceNetwork = _MAINNET_NETWORK_ID;
        if (fromMainnet) {
            if (root != mainnetRoot) revert InvalidSmtProof();
        } else {
            if (DepositTree.rootFromProof(root, proofRollup, rollupIndex) != rollupRoot) revert InvalidSmtProof();
            sourceNetwork = rollupIndex + 1;
        }

        (uint256 word, uint256 mask) = _claimBit(leafIndex, sourceNetwork);
        if (claimedBitMap[word] & mask != 0) revert AlreadyClaimed();
        claimedBitMap[word] |= mask;
        emit ClaimEvent(
            globalIndex, leaf.originNetwork, leaf.originAddress, leaf.destinationAddress, leaf.amount
        );
    }

    function _payOut(BridgeLeaf memory leaf, bytes calldata metadata) private {
        bool ether_ = leaf.originNetwork == _MAINNET_NETWORK_ID && leaf.originAddress == address(0);
        if (ether_ && address(WETHToken) != address(0)) {
            WETHToken.mint(leaf.destinationAddress, leaf.amount);
        } else if (
            ether_ || (leaf.originAddress == gasTokenAddress && leaf.originNetwork == gasTokenNetwork)
        ) {
            (bool ok,) = leaf.destinationAddress.call{value: leaf.amount}("");
            if (!ok) revert EtherTransferFailed();
        } else if (leaf.originNetwork == networkID) {
            IERC20(leaf.originAddress).safeTransfer(leaf.destinationAddress, leaf.amount);
        } else {
            _wrappedTokenOf(leaf.originNetwork, leaf.originAddress, metadata).mint(
                leaf.destinationAddress, leaf.amount
            );
        }
    }

    function _deliver(BridgeLeaf memory leaf, bytes calldata metadata) private {
        uint256 value = leaf.amount;
        if (address(WETHToken) != address(0)) {
            WETHToken.mint(leaf.destinationAddress, leaf.amount);
            value = 0;
        }
        (bool ok,) = leaf.destinationAddress.call{value: value}(
            abi.encodeCall(
                IBridgeMessageReceiver.onMessageReceived, (leaf.originAddress, leaf.originNetwork, metadata)
            )
        );
        if (!ok) revert MessageFailed();
    }

    /// @dev Leaf index + source network * 2^32. On L1, leaves of rollup 1 share the places of network 0: claims
    /// there come from rollups only, and the layout is older than the second rollup.
    function _claimBit(uint32 leafIndex, uint32 sourceNetwork)
        private
        view
        returns (uint256 word, uint256 mask)
    {
        uint256 place = leafIndex;
        if (networkID != _MAINNET_NETWORK_ID || sourceNetwork != _FIRST_ROLLUP_NETWORK_ID) {
            place += uint256(sourceNetwork) << 32;
        }
        return (place >> 8, 1 << (place & 0xff));
    }
}
