import type { Address, Hash, Hex } from 'viem';
import type { BridgeLeaf } from './tree/leafHash.ts';

/** Addresses of the bridge between an L1 and one rollup. */
export interface BridgeContracts {
  /** Bridge on the L1, and on the L2 unless `l2Bridge` says otherwise. */
  bridge: Address;
  globalExitRoot: Address;
  rollupManager: Address;
  l2Bridge?: Address;
}

/** Where the global exit root contract of a rollup is, by convention of all CDK chains. */
export const L2_GLOBAL_EXIT_ROOT: Address = '0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA';

/** Place of an event in its chain. */
export interface EventPlace {
  blockNumber: bigint;
  logIndex: number;
  txHash: Hash;
}

/** What the log of an event does not say, and its block does. */
export interface BlockFacts {
  /** Time of the block, seconds. */
  time: number;
}

/** What the log of an event does not say, and its transaction does. */
export interface SenderFacts extends BlockFacts {
  /** Who signed the transaction. */
  sender: Address;
}

/** A `BridgeEvent`: (network, depositCount) identifies it; network 0 is the L1. */
export interface Deposit extends BridgeLeaf, EventPlace, SenderFacts {
  network: number;
  depositCount: number;
}

/** A `ClaimEvent` on `network`, of the deposit (sourceNetwork, depositCount). */
export interface Claim extends EventPlace, SenderFacts {
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
export interface InfoLeaf extends EventPlace, BlockFacts {
  /** From 0. */
  index: number;
  mainnetExitRoot: Hex;
  rollupExitRoot: Hex;
  globalExitRoot: Hex;
  /** Hash of the block before the leaf's. */
  parentHash: Hash;
}

/** A local exit root that came to the L1 with a proof, and the rollup exit root that it led to. */
export interface Verification extends EventPlace, BlockFacts {
  /** Order on the L1, from 1. */
  sequence: number;
  rollupId: number;
  /** Last batch that was proven; 0 for a rollup that is proven without batches. */
  batch: bigint;
  stateRoot: Hex;
  exitRoot: Hex;
  rollupExitRoot: Hex;
}

/** A `NewWrappedToken` on `network`. */
export interface WrappedToken extends EventPlace, BlockFacts {
  network: number;
  originNetwork: number;
  originAddress: Address;
  wrappedAddress: Address;
  /** ABI-encoded name, symbol and decimals. */
  metadata: Hex;
}

/** All events of one chain in a range of blocks, in their order, as their logs tell them. */
export interface ChainLogs {
  deposits: Omit<Deposit, 'network' | keyof SenderFacts>[];
  claims: Omit<Claim, 'network' | 'sourceNetwork' | 'depositCount' | keyof SenderFacts>[];
  infoLeaves: (Pick<InfoLeaf, 'mainnetExitRoot' | 'rollupExitRoot'> & EventPlace)[];
  verifications: Omit<Verification, 'sequence' | 'rollupExitRoot' | 'time'>[];
  wrappedTokens: Omit<WrappedToken, 'network' | 'time'>[];
}

/** The same with what their blocks and transactions add. */
export interface ChainEvents {
  deposits: (ChainLogs['deposits'][number] & SenderFacts)[];
  claims: (ChainLogs['claims'][number] & SenderFacts)[];
  infoLeaves: (ChainLogs['infoLeaves'][number] & BlockFacts & Pick<InfoLeaf, 'parentHash'>)[];
  verifications: (ChainLogs['verifications'][number] & BlockFacts)[];
  wrappedTokens: (ChainLogs['wrappedTokens'][number] & BlockFacts)[];
}

/** What a claim proves: the leaf in its local exit root, that root in the rollup exit root. */
export interface ClaimProof {
  proofLocalExitRoot: readonly Hex[];
  proofRollupExitRoot: readonly Hex[];
  mainnetExitRoot: Hex;
  rollupExitRoot: Hex;
}
