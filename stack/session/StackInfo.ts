import type { Address, Hex } from 'viem';
import type { Capability } from '../components/capabilities.ts';

export interface ChainInfo {
  chainId: number;
  rpc: string;
  nativeCurrency: { name: string; symbol: string; decimals: number };
}

/** A rollup after the first, at the same rollup manager; the bridge has one address everywhere. */
export interface RollupInfo extends ChainInfo {
  /** Also its network id at the bridge. */
  rollupId: number;
  /** Its own on L1: rollup, batchVerifier, and gasToken (the zero address for ether). */
  contracts: { l1: Record<string, Address> };
  sequenceSender: { url: string };
  aggregator: { url: string };
  validators: { name: string; address: Address; url: string }[];
}

/** What everybody outside may know of a running stack: plain data, no bigint. */
export interface StackInfo {
  l1: ChainInfo;
  l2: ChainInfo;
  bridge: { url: string };
  /** Of `l2`, the first rollup. */
  rollupId: number;
  /** The other rollups. */
  rollups: RollupInfo[];
  contracts: { l1: Record<string, Address>; l2: Record<string, Address> };
  /** Directory whose official contracts were deployed; for comparing them with the chain. */
  contractsPath?: string;
  /** Block of the L1 from which a reader has to look. */
  l1DeploymentBlock: number;
  gasPriceFloorWei: string;
  programs: Record<string, Hex>;
  validators: { name: string; address: Address; url: string }[];
  /** Ours; absent where cdk-node does its work. */
  sequenceSender?: { url: string };
  /** Where provers dial in; only of a cdk-node. */
  proverEndpoint?: { url: string };
  /** The member of the data committee; only of a validium. */
  committee?: { address: Address; url: string };
  /** Ours; absent where cdk-node does its work. */
  aggregator?: { url: string };
  scheduler: { address: Address; url: string };
  providers: { name: string; address: Address; url: string }[];
  accounts: { address: Address; key: Hex }[];
  /** What the engines of both chains can do; what is not here, they cannot. */
  capabilities: Capability[];
  processes: Record<string, number>;
}
