import type { Address, Hex, PublicClient } from 'viem';
import type { DevChain } from '../engine/types.ts';
import type { L1InfoFollower } from '../l1info/index.ts';
import type { RollupContracts } from './discoverRollup.ts';

/** A batch as rebuilt from L1, or batch 0, which stands for the genesis. */
export interface DerivedBatch {
  number: bigint;
  kind: 'genesis' | 'injected' | 'normal' | 'forced';
  /** Numbers of its L2 blocks; may be empty. */
  blocks: bigint[];
  /** Last L2 block of this batch, or of the ones before when it has none. */
  lastBlock: bigint;
  stateRoot: Hex;
  /** The L2's exit root at `lastBlock`; zero until something was bridged out. */
  localExitRoot: Hex;
  /** Hash chain over the inputs of all batches so far, as the rollup contract has it. */
  accInputHash: Hex;
  /** Time of `lastBlock`, seconds. */
  timestamp: bigint;
  coinbase: Address;
  /** L1 transaction that sequenced the batch; absent for batch 0. */
  transactionHash?: Hex;
  /** Batch data of a forced batch, which its blocks do not tell. */
  forcedData?: Hex;
  /** Transactions that the batch holds and the rules skipped. */
  skipped: number;
  /** Highest leaf of the L1 info tree imported up to its end. */
  leafIndex: number;
  /** Number of the last forced batch up to its end; 0 before the first. */
  forcedNumber: bigint;
}

export interface DerivationOptions {
  chain: DevChain;
  client: PublicClient;
  follower: L1InfoFollower;
  contracts: RollupContracts;
  rollupId: number;
  /**
   * What to do where the chain has another block than L1 leads to: `halt` (the default) throws,
   * `follow` takes the chain's blocks back to there and makes those of L1.
   */
  onDivergence?: 'halt' | 'follow';
  /** Told after each batch, with the number of batches that are on L1. */
  onBatch?: (o: { batch: DerivedBatch; sequenced: bigint }) => void;
}
