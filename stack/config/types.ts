import type { Address, Hex } from 'viem';
import type { Genesis } from '../engine/types.ts';

/** What L1 says of the settlement of one rollup, after its creation. */
export interface SettlementFacts {
  rollupTypeId: number;
  /** Of the rollup type: the state root of L2 block 0. */
  genesisRoot: Hex;
  verifier: Address;
  consensusImplementation: Address;
  createRollupBlock: bigint;
  gasTokenMetadata: Hex;
  firstBatch: FirstBatch;
}

/** The injected batch, with which every L2 of the CDK begins. */
export interface FirstBatch {
  batchL2Data: Hex;
  globalExitRoot: Hex;
  /** Seconds; of the block that created the rollup. */
  timestamp: bigint;
  sequencer: Address;
}

/** What cdk-erigon's chain files are made of. */
export interface ChainConfig {
  /** Of the chain; part of the names of the files. */
  name: string;
  l2ChainId: number;
  /** Ethereum's rules and trie, or the zkEVM's. */
  rules: 'type-1' | 'zk';
  l2Genesis: Genesis;
  /** Contracts of the genesis by address. */
  l2GenesisNames: Record<Address, string>;
  /** State root of block 0; cdk-erigon makes its own, and does not compare. */
  genesisRoot: Hex;
  /** Of block 0, in seconds. */
  timestamp: bigint;
}

/** Everything that the CDK components' files are made of. */
export interface CdkConfig extends Omit<ChainConfig, 'genesisRoot' | 'timestamp'> {
  l1ChainId: number;
  rollupId: number;
  /** The rollup keeps its batches with a data committee. */
  validium: boolean;
  l1: Record<string, Address>;
  deploymentBlock: bigint;
  deployer: Address;
  admin: Address;
  trustedAggregator: Address;
  salt: Hex;
  facts: SettlementFacts;
}
