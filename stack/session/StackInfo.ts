import type { Address, Hex } from 'viem';
import type { Capability } from '../components/capabilities.ts';

export interface ChainInfo {
  chainId: number;
  rpc: string;
  nativeCurrency: { name: string; symbol: string; decimals: number };
}

/** What everybody outside may know of a running stack: plain data, no bigint. */
export interface StackInfo {
  l1: ChainInfo;
  l2: ChainInfo;
  bridge: { url: string };
  rollupId: number;
  contracts: { l1: Record<string, Address>; l2: Record<string, Address> };
  /** Directory whose official contracts were deployed; for comparing them with the chain. */
  contractsPath?: string;
  /** Block of the L1 from which a reader has to look. */
  l1DeploymentBlock: number;
  gasPriceFloorWei: string;
  programs: Record<string, Hex>;
  validators: { name: string; address: Address; url: string }[];
  sequenceSender: { url: string };
  /** The member of the data committee; only of a validium. */
  committee?: { address: Address; url: string };
  aggregator: { url: string };
  scheduler: { address: Address; url: string };
  providers: { name: string; address: Address; url: string }[];
  accounts: { address: Address; key: Hex }[];
  /** What the engines of both chains can do; what is not here, they cannot. */
  capabilities: Capability[];
  processes: Record<string, number>;
}
