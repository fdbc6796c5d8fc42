import type { Hash } from 'viem';

/** One thing that a transfer goes through, from its deposit to its claim. */
export interface TraceStep {
  name:
    | 'leaf'
    | 'local root'
    | 'batch'
    | 'sequence'
    | 'proof'
    | 'rollup exit root'
    | 'global exit root'
    | 'info-tree leaf'
    | 'import'
    | 'claim';
  done: boolean;
  /** Network on which it happens: 0 the L1, n the rollup with id n. */
  network: number;
  txHash?: Hash;
  block?: bigint;
  /** Seconds since the epoch. */
  time?: number;
  /** A root, a hash or a number. */
  value?: string;
}
