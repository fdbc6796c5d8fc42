import type { Address, Hex } from 'viem';
import type { Logger } from '#core';
import type { PooledTransaction } from './parsePooled.ts';
import type { DevChain } from './types.ts';

export interface MempoolOptions {
  chain: DevChain;
  /**
   * Rules of the chain's own, for example a gas price floor: throws an RpcError to refuse. Asked
   * after the general rules, and not for what is loaded from the journal. It may answer a priority:
   * what has a higher one comes first; 0 unless told, and after a restart.
   */
  admit?: (transaction: PooledTransaction) => Promise<number | undefined> | number | undefined;
  /** Serve transactions without a chain id, such as presigned deployments; false unless told. */
  allowUnprotected?: boolean;
  /** Transactions; 20000 unless told. */
  maxSize?: number;
  /** How far a nonce may be ahead of the account's; 1024 unless told. */
  maxAhead?: bigint;
  logger?: Logger;
}

/** First come, first served; or who pays most per gas, and among equals who came first. */
export type Order = 'fifo' | 'fee';

export interface ReadyOptions {
  /** wei per gas that each must offer at least; 0 unless told */
  baseFee?: bigint;
  /** gas that their limits may add up to; no bound unless told */
  gasLimit?: bigint;
  /** `fifo` unless told. */
  order?: Order;
}

export interface Mempool {
  /**
   * Checks, records and holds a transaction: when this resolves, it is durable.
   * @returns its hash
   * @throws RpcError with the reason, what was found and what is wanted
   */
  add(raw: unknown): Promise<Hex>;
  /** What can be executed on the present state, each sender's in nonce order. */
  ready(o?: ReadyOptions): Hex[];
  /** The same, with what is known of each. */
  readyTransactions(o?: ReadyOptions): PooledTransaction[];
  /** Next nonce of an account, those in the pool counted; geth's "pending". */
  nonce(address: Address): Promise<bigint>;
  get(hash: Hex): PooledTransaction | undefined;
  /** Everything held, in order of arrival. */
  all(): PooledTransaction[];
  /** Forgets transactions, in the journal too. */
  remove(hashes: readonly Hex[]): void;
  size(): number;
  /** Called after each admission. Returns the way to stop listening. */
  onAdd(listener: (transaction: PooledTransaction) => void): () => void;
  /** Starts again from the journal: after a rollback, before the next block. */
  reload(): Promise<void>;
  /** Stops following the chain. */
  close(): void;
}
