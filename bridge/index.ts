export type { ActionClient } from './actions/ActionClient.ts';
export { type BridgeAssetParameters, bridgeAsset } from './actions/bridgeAsset.ts';
export { type BridgeMessageParameters, bridgeMessage } from './actions/bridgeMessage.ts';
export {
  type BridgeMessageWETHParameters,
  bridgeMessageWETH,
} from './actions/bridgeMessageWETH.ts';
export { callApi } from './actions/callApi.ts';
export { type ClaimParameters, claim } from './actions/claim.ts';
export { claimAsset } from './actions/claimAsset.ts';
export { depositBig } from './actions/depositBig.ts';
export { depositsOf } from './actions/depositsOf.ts';
export { estimateTimeToClaim, type TimeToClaim } from './actions/estimateTimeToClaim.ts';
export { type BridgeStatus, getBridgeStatus } from './actions/getBridgeStatus.ts';
export { getClaim } from './actions/getClaim.ts';
export {
  type DepositAnswer,
  type DepositId,
  getDeposit,
  type KnownDeposit,
  toDeposit,
} from './actions/getDeposit.ts';
export {
  type LxlyActions,
  type LxlyConfig,
  type LxlyPublicActions,
  type LxlyWalletActions,
  lxlyActions,
} from './actions/lxlyActions.ts';
export { signDaiPermit } from './actions/signDaiPermit.ts';
export { signPermit } from './actions/signPermit.ts';
export { type TransferId, transferOf } from './actions/transferOf.ts';
export {
  type ClaimableDeposit,
  type WaitToClaimParameters,
  waitToClaim,
} from './actions/waitToClaim.ts';
export { withdrawBig } from './actions/withdrawBig.ts';
export { buildClaim, type ClaimArguments, type ClaimCall } from './buildClaim.ts';
export {
  assertConservation,
  type Conservation,
  type ConservationParameters,
  checkConservation,
} from './conservation/checkConservation.ts';
export {
  checkTokenConservation,
  type NetworkConservation,
  type TokenConservation,
} from './conservation/checkTokenConservation.ts';
export type { ConservedNetwork } from './conservation/readTransfers.ts';
export { L2_NATIVE_SUPPLY, type OriginToken } from './conservation/tokenForm.ts';
export * from './errors.ts';
export type { ClaimerOptions } from './service/Claimer.ts';
export type { L1NetworkOptions, RollupNetworkOptions } from './service/FollowedNetwork.ts';
export {
  type BridgeService,
  type BridgeServiceOptions,
  startBridgeService,
} from './service/startBridgeService.ts';
export { ExitTree, TREE_DEPTH } from './tree/ExitTree.ts';
export { globalExitRoot } from './tree/globalExitRoot.ts';
export {
  decodeGlobalIndex,
  depositOf,
  encodeGlobalIndex,
  globalIndexOf,
} from './tree/globalIndex.ts';
export { l1InfoLeafHash } from './tree/l1InfoLeafHash.ts';
export { type BridgeLeaf, leafHash } from './tree/leafHash.ts';
export { rollupExitTree } from './tree/rollupExitTree.ts';
export { rootFromProof } from './tree/rootFromProof.ts';
export {
  type BridgeContracts,
  type ClaimProof,
  type Deposit,
  L2_GLOBAL_EXIT_ROOT,
} from './types.ts';
