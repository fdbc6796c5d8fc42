export * from './abis.generated.ts';
export { type Artifact, type ArtifactLoader, loadArtifact } from './artifact.ts';
export {
  type AttachedRollup,
  type AttachRollupParams,
  attachRollup,
  type GasTokenParams,
} from './deploy/attachRollup.ts';
export {
  type BridgeCreation,
  bridgeCreation,
  initCode,
  sharedCreation,
} from './deploy/bridgeCreation.ts';
export {
  CREATE2_DEPLOYER_ADDRESS,
  CREATE2_DEPLOYER_CODE,
  ensureCreate2Deployer,
} from './deploy/create2Deployer.ts';
export {
  type CommitteeMember,
  type CommitteeSetup,
  deployDataCommittee,
  setupDataCommittee,
} from './deploy/deployDataCommittee.ts';
export { deployGroth16Verifier } from './deploy/deployGroth16Verifier.ts';
export { deployMarket, type MarketAddresses } from './deploy/deployMarket.ts';
export { type DeployedSettlement, deploySettlement } from './deploy/deploySettlement.ts';
export { type FactoryCall, factoryCall } from './deploy/factoryCall.ts';
export {
  GLOBAL_EXIT_ROOT_L2_ADDRESS,
  L2_BRIDGE_BALANCE,
  type L2Predeploys,
  l2Predeploys,
  type Predeploy,
  type PredeployState,
  type PredeployStep,
  readPredeploys,
} from './deploy/l2Predeploys.ts';
export { GATEWAY_ROUTE } from './deploy/managerDialect.ts';
export {
  DEFAULT_MARKET_TERMS,
  type MarketParams,
  type MarketTerms,
  type StakeMinimums,
} from './deploy/marketParams.ts';
export {
  findOfficialContracts,
  OFFICIAL_PACKAGE,
  type OfficialContracts,
} from './deploy/official/findOfficialContracts.ts';
export { type CodeOrigin, identifyManager, isSameCode } from './deploy/official/identifyManager.ts';
export { loadOfficialContracts } from './deploy/official/loadOfficialContracts.ts';
export { officialFromEnvironment } from './deploy/official/officialFromEnvironment.ts';
export type { OfficialNaming } from './deploy/official/officialNames.ts';
export {
  type DeployerClient,
  type DeployStep,
  type DoneStep,
  sendSteps,
} from './deploy/sendSteps.ts';
export { type OfficialDeployment, settlementKit } from './deploy/settlementKit.ts';
export type {
  SettlementAddresses,
  SettlementParams,
  SettlementPlanOptions,
  ValidatorSetParams,
} from './deploy/settlementParams.ts';
export { type SettlementPlan, settlementPlan } from './deploy/settlementPlan.ts';
export * from './errors.ts';
