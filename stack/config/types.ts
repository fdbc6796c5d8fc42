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

/** Everything that the CDK components' files are made of. */
export interface CdkConfig {
  /** Of the chain; part of the names of cdk-erigon's files. */
  name: string;
  l1ChainId: number;
  l2ChainId: number;
  rollupId: number;
  /** The rollup keeps its batches with a data committee. */
  validium: boolean;
  l1: Record<string, Address>;
  deploymentBlock: bigint;
  deployer: Address;
  admin: Address;
  trustedAggregator: Address;
  salt: Hex;
  l2Genesis: Genesis;
  /** Contracts of the genesis by address. */
  l2GenesisNames: Record<Address, string>;
  facts: SettlementFacts;
}
