import type { Address, Hex } from 'viem';
import type { Metric } from '#core';

/** A transaction that asks to be let in, or waits for a block; its sender is recovered. */
export interface AdmissionTransaction {
  hash: Hex;
  from: Address;
  /** Absent when it creates a contract. */
  to: Address | undefined;
  nonce: bigint;
  /** wei of BIG */
  value: bigint;
  gas: bigint;
  /** wei per gas; the gas price of the types that have only that */
  maxFeePerGas: bigint;
  /** wei per gas; what is paid, because the base fee is 0 */
  maxPriorityFeePerGas: bigint;
  data: Hex;
}

/**
 * `priority` puts a transaction before those with a lower one, whatever they pay; 0 unless told,
 * the highest of all hooks counts. It is not kept over a restart: what must be is better done at
 * `blockBuilding`.
 */
export type Admission = { accept: true; priority?: number } | { accept: false; reason: string };

/** The batch that blocks are being added to. */
export interface OpenBatch {
  number: bigint;
  blocks: number;
  transactions: number;
  /** Bytes of its batch data. */
  bytes: number;
  /** Since its first block. */
  ageMs: number;
}

/** The block that is about to be made. */
export interface BlockToBuild {
  number: bigint;
  batch: bigint;
}

/** A block of the L2 that has just been made. */
export interface BlockSealed {
  number: bigint;
  hash: Hex;
  batch: bigint;
  /** seconds */
  timestamp: bigint;
  transactionHashes: readonly Hex[];
}

/** A batch whose data has appeared on L1. */
export interface BatchSequenced {
  lastBatch: bigint;
  /** L1 block and transaction. */
  blockNumber: bigint;
  transactionHash: Hex;
}

/** Batches whose proof L1 has accepted. */
export interface BatchVerified extends BatchSequenced {
  stateRoot: Hex;
}

/** A leaf of the L1 info tree that an L2 block has made known to the L2. */
export interface L1InfoImported {
  index: number;
  globalExitRoot: Hex;
  block: bigint;
}

/** L1 has replaced blocks. */
export interface ReorgSeen {
  /** First L1 block that is another one now. */
  firstBlock: bigint;
  /** L1 blocks that are gone, as far as known. */
  depth: number;
}

/** Points where a hook is asked: what it is given, and what it may answer. */
export interface Questions {
  admission: { given: AdmissionTransaction; answer: Admission };
  blockBuilding: {
    given: { transactions: readonly AdmissionTransaction[]; block: BlockToBuild };
    answer: readonly Hex[];
  };
  batchClosing: { given: OpenBatch; answer: boolean };
}

/** Points where a hook is only told of something; a failure is logged and changes nothing. */
export interface News {
  blockSealed: BlockSealed;
  batchSequenced: BatchSequenced;
  batchVerified: BatchVerified;
  l1InfoImported: L1InfoImported;
  reorgSeen: ReorgSeen;
}

export type Point = keyof Questions | keyof News;

/**
 * The places where a hook is asked or told; what it leaves out goes on without it.
 *
 * - `admission`: whether a transaction may wait for a block. The first refusal counts. A hook that
 *   fails refuses.
 * - `blockBuilding`: which of the waiting transactions the next block may hold, as hashes, in the
 *   order wanted; each hook gets what the one before it has left. A sender's transactions must keep
 *   their order. What is left out waits on. A hook that fails is passed over.
 * - `batchClosing`: `true` closes the batch now, before its limits do. A hook that fails is passed
 *   over.
 * - the others are told after the fact.
 */
export type HookPoints = {
  [P in keyof Questions]?: (
    given: Questions[P]['given'],
  ) => Questions[P]['answer'] | Promise<Questions[P]['answer']>;
} & { [P in keyof News]?: (news: News[P]) => void | Promise<void> };

/** A change of the sequencer's behaviour, under a name that its errors carry. */
export interface Hook {
  name: string;
  points: HookPoints;
  /** Milliseconds that each of its answers may take; 1000 unless told. */
  deadlineMs?: number;
  /** What it counts, for `GET /metrics`. */
  metrics?: () => readonly HookMetric[];
}

/** One figure; `name` without the prefix `bigfile_`. */
export type HookMetric = Metric;
