import type { Address, Hex } from 'viem';

/** One account of a genesis. What is absent is zero or empty. */
export interface GenesisAccount {
  /** wei */
  balance?: bigint;
  nonce?: bigint;
  code?: Hex;
  /** Slot to value, both 32-byte words; zero values are as good as absent. */
  storage?: Record<Hex, Hex>;
}

/** State and time at block 0. JSON form: `genesisToJson` / `genesisFromJson`. */
export interface Genesis {
  /** seconds since the epoch */
  timestamp: bigint;
  accounts: Record<Address, GenesisAccount>;
}

export type Hardfork = 'shanghai' | 'cancun' | 'prague';

/** Everything that, with the inputs of each block, determines a chain's hashes. */
export interface EngineConfig {
  chainId: bigint;
  hardfork: Hardfork;
  genesis: Genesis;
  /** `free`: every block has base fee 0; `eip1559`: the usual rule, starting at 1 gwei. */
  baseFee: 'free' | 'eip1559';
  /** gas */
  blockGasLimit: bigint;
}

/** A storage slot set by the protocol itself, before the block's transactions. */
export interface SystemWrite {
  address: Address;
  slot: Hex;
  value: Hex;
}

/** What a block is made of. The same inputs on the same parent give the same hash. */
export interface BlockInputs {
  /** Seconds; not below the parent's, and above it unless `baseFee` is `free`. */
  timestamp: bigint;
  coinbase: Address;
  /** 32 bytes */
  prevRandao: Hex;
  systemWrites: SystemWrite[];
  /** Raw, signed, in the order of execution. */
  transactions: Hex[];
  /** Recorded with the block in the journal, e.g. `{ batch: 3 }`; JSON values only. */
  meta?: Record<string, unknown>;
}

/** A transaction that was offered to a block and is not in it. */
export interface DroppedTransaction {
  hash: Hex;
  reason: string;
}

/** A block as it was sealed. */
export interface SealedBlock {
  number: bigint;
  hash: Hex;
  parentHash: Hex;
  stateRoot: Hex;
  /** seconds */
  timestamp: bigint;
  /** wei */
  baseFeePerGas: bigint;
  /** gas */
  gasUsed: bigint;
  /** Raw transactions that are in the block, in order. */
  transactions: Hex[];
  transactionHashes: Hex[];
  dropped: DroppedTransaction[];
  meta: Record<string, unknown>;
}

export interface AccountState {
  nonce: bigint;
  /** wei */
  balance: bigint;
}

/** What a transaction needs of its sender. */
export interface TransactionFacts {
  from: Address;
  nonce: bigint;
  /** wei: gas times the fee cap, and the value */
  cost: bigint;
}

/** A transaction that waits for a block. */
export interface PendingTransaction extends TransactionFacts {
  hash: Hex;
  raw: Hex;
}

/** A small durable key-value store in the chain's journal, for the chain's owner. */
export interface JournalStore {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** An engine, its journal, and the way to read and extend the chain they hold. */
export interface DevChain {
  readonly config: EngineConfig;
  /** The true root of the genesis state, storage included. */
  readonly genesisStateRoot: Hex;
  /** For example `edr/0.22.0`. */
  readonly engineVersion: string;
  head(): SealedBlock;
  block(number: bigint): SealedBlock | undefined;
  /**
   * Seals the next block from exactly these inputs; one at a time, callers queue. A transaction
   * the engine refuses is reported in `dropped` and does not stay in the engine.
   */
  seal(inputs: BlockInputs): Promise<SealedBlock>;
  /**
   * A read (`eth_*`, `debug_trace*`, `net_*`, `web3_*`), held while a block is being sealed.
   * @throws MethodRefusedError for a method that would change the state
   * @throws RpcError with the engine's code, message and data
   */
  request<T = unknown>(method: string, params?: readonly unknown[]): Promise<T>;
  /** Nonce and balance after the newest block; read in bulk, and not held by a block in progress. */
  account(address: Address): Promise<AccountState>;
  /** Records an acknowledged transaction; it is durable when the promise resolves. */
  addPending(transaction: PendingTransaction): Promise<void>;
  removePending(hashes: readonly Hex[]): void;
  /** Acknowledged, not yet in a block; in the order of arrival. */
  pending(): Hex[];
  readonly journal: JournalStore;
  /** Called after each sealed block, once it is durable. Returns the way to stop listening. */
  onBlock(listener: (block: SealedBlock) => void): () => void;
  /**
   * Takes the newest blocks back: the engine is rebuilt from the journal up to `to`. The journal
   * changes in one transaction, so that a kill leaves either the old chain or the new one.
   * @returns the blocks that are gone, oldest first
   * @throws BlockGoneError when there is no block `to`
   */
  rollbackTo(o: RollbackOptions): Promise<SealedBlock[]>;
  /** Called after each rollback, once it is durable. Returns the way to stop listening. */
  onRollback(listener: (o: { head: SealedBlock; removed: SealedBlock[] }) => void): () => void;
  close(): Promise<void>;
}

export interface RollbackOptions {
  /** The new head. */
  to: bigint;
  /**
   * Transactions of the removed blocks that wait again, before what waits already; none unless told.
   */
  requeue?: (block: SealedBlock) => readonly Hex[];
  /** Written to the journal's store in the same transaction. */
  set?: (removed: readonly SealedBlock[]) => Readonly<Record<string, string>>;
}
