import type { Address, Hex } from 'viem';

/** A transaction that asks to be let in, its sender recovered. */
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

export type Admission = { accept: true } | { accept: false; reason: string };

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

/** A block of the L2 that has just been made. */
export interface BlockSealed {
  number: bigint;
  hash: Hex;
  batch: bigint;
  /** seconds */
  timestamp: bigint;
  transactionHashes: readonly Hex[];
}

/** The places where a hook is asked or told; leave out what does not matter to it. */
export interface HookPoints {
  /** Whether a transaction may wait for a block. The first refusal counts. */
  admission?: (transaction: AdmissionTransaction) => Admission | Promise<Admission>;
  /** `true` closes the batch now, before its limits do. */
  batchClosing?: (batch: OpenBatch) => boolean | Promise<boolean>;
  /** Told after the block is durable; a failure is logged and changes nothing. */
  blockSealed?: (block: BlockSealed) => void | Promise<void>;
}

/** A change of the sequencer's behaviour, under a name that its errors carry. */
export interface Hook {
  name: string;
  points: HookPoints;
}
