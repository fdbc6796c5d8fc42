import type { Address, Hash, Hex } from 'viem';
import type { BridgeLeaf } from './tree/leafHash.ts';

/** Addresses that a bridge service follows. The L2 ones default to those of the embedded stack. */
export interface BridgeContracts {
  /** Bridge on the L1, and on the L2 unless `l2Bridge` says otherwise. */
  bridge: Address;
  globalExitRoot: Address;
  rollupManager: Address;
  l2Bridge?: Address;
  l2GlobalExitRoot?: Address;
}

/** Where the global exit root contract of a rollup is, by convention of all CDK chains. */
export const L2_GLOBAL_EXIT_ROOT: Address = '0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA';

/** Place of an event in its chain. */
export interface EventPlace {
  blockNumber: bigint;
  logIndex: number;
  txHash: Hash;
}

/** A `BridgeEvent`: (network, depositCount) identifies it; network 0 is the L1. */
export interface Deposit extends BridgeLeaf, EventPlace {
  network: number;
  depositCount: number;
}

/** A `ClaimEvent` on `network`, of the deposit (sourceNetwork, depositCount). */
export interface Claim extends EventPlace {
  network: number;
  sourceNetwork: number;
  depositCount: number;
  globalIndex: bigint;
  originNetwork: number;
  originAddress: Address;
  destinationAddress: Address;
  amount: bigint;
}

/** A leaf of the L1 info tree, from `UpdateL1InfoTree`. */
export interface InfoLeaf extends EventPlace {
  /** From 0. */
  index: number;
  mainnetExitRoot: Hex;
  rollupExitRoot: Hex;
  globalExitRoot: Hex;
}

/** A `VerifyBatchesTrustedAggregator`, with the rollup exit root that it led to. */
export interface Verification extends EventPlace {
  /** Order on the L1, from 1. */
  sequence: number;
  rollupId: number;
  batch: bigint;
  stateRoot: Hex;
  exitRoot: Hex;
  rollupExitRoot: Hex;
}

/** All events of one chain in a range of blocks, in their order. */
export interface ChainEvents {
  deposits: Omit<Deposit, 'network'>[];
  claims: Omit<Claim, 'network' | 'sourceNetwork' | 'depositCount'>[];
  infoLeaves: (Pick<InfoLeaf, 'mainnetExitRoot' | 'rollupExitRoot'> & EventPlace)[];
  verifications: Omit<Verification, 'sequence' | 'rollupExitRoot'>[];
}

/** What a claim proves: the leaf in its local exit root, that root in the rollup exit root. */
export interface ClaimProof {
  proofLocalExitRoot: readonly Hex[];
  proofRollupExitRoot: readonly Hex[];
  mainnetExitRoot: Hex;
  rollupExitRoot: Hex;
}
