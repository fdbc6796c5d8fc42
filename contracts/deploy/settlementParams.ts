import type { Address, Hex } from 'viem';
import type { ArtifactLoader } from '../artifact.ts';
import type { OfficialDeployment } from './settlementKit.ts';

/** A set of validators, as BatchVerifier takes it. */
export interface ValidatorSetParams {
  epoch: bigint;
  /** Commitment to k, n, epoch and the keys. */
  root: bigint;
  /** Signatures needed. */
  k: number;
  /** Slots. */
  n: number;
}

export interface SettlementParams {
  l2ChainId: number;
  /** Rules of the L2 batches; 12 by default. */
  forkId?: bigint;
  /** State root of L2 block 0. */
  genesisRoot: Hex;
  /** The rollup posts hashes of its batches, and a committee keeps the batches; see `deployDataCommittee`. */
  validium?: boolean;
  /** Holds the manager's operating roles, the timelock's and the rollup's. */
  admin: Address;
  trustedAggregator: Address;
  trustedSequencer: Address;
  /** May pause at once; the admin by default. */
  emergencyCouncil?: Address;
  /** Seconds between proposal and execution in the timelock; 0 by default. */
  timelockDelay?: bigint;
  sequencerUrl: string;
  networkName: string;
  /** `supply` in wei. */
  big: { holder: Address; supply: bigint };
  /** Verifying key of the batch circuit; `dev` marks a key whose secret is public. */
  batchKey: { bytes: Hex; dev: boolean };
  validators: ValidatorSetParams;
  /** First 20 bytes: zeros, or the deployer's address so that nobody can take the bridge's address first. */
  salt?: Hex;
}

/** Where the settlement contracts are. Contracts with a proxy are named by the proxy. */
export interface SettlementAddresses {
  factory: Address;
  proxyAdmin: Address;
  timelock: Address;
  pol: Address;
  big: Address;
  bridge: Address;
  bridgeImplementation: Address;
  globalExitRoot: Address;
  globalExitRootImplementation: Address;
  rollupManager: Address;
  rollupManagerImplementation: Address;
  rollup: Address;
  rollupImplementation: Address;
  batchVerifier: Address;
  groth16BatchVerifier: Address;
  /** Only of the official contracts, from v11 on. */
  aggLayerGateway?: Address;
}

export interface SettlementPlanOptions {
  deployer: Address;
  /** Next nonce of the deployer. */
  nonce: number;
  /** Shared contracts that are on the chain already, from an earlier deployment. */
  present: { factory: boolean; bridgeImplementation: boolean };
  params: SettlementParams;
  loadArtifact?: ArtifactLoader;
  /** Instead of our settlement contracts. */
  official?: OfficialDeployment;
}

/** A plan whose addresses are known. */
export interface AddressedPlan extends SettlementPlanOptions {
  addresses: SettlementAddresses & { aggLayerGatewayImplementation?: Address };
}
