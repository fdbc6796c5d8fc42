import { type Address, getAddress, type Hex } from 'viem';
import { createLogger, deathPoint, type Logger } from '#core';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { assertFunded, assertWellPriced, upfrontCost } from './admitTransaction.ts';
import { byArrival, byFee, type Held, inOrder, type Sender } from './executable.ts';
import { TRANSACTION_GAS } from './intrinsicGas.ts';
import type { Mempool, MempoolOptions, ReadyOptions } from './mempoolTypes.ts';
import { type PooledTransaction, parsePooled } from './parsePooled.ts';
import type { AccountState, DevChain, SealedBlock } from './types.ts';

/** A replacement must offer this much more, in percent, of both fees; geth's rule. */
const PRICE_BUMP = 10n;

/**
 * The transactions that wait for a block: those acknowledged before a restart, and new ones. It
 * follows the chain by itself: what a block holds, drops or makes obsolete is forgotten.
 */
export async function createMempool(o: MempoolOptions): Promise<Mempool> {
  const pool = new Pool(o);
  await pool.load();
  return pool;
}

class Pool implements Mempool {
  readonly #options: MempoolOptions;
  readonly #chain: DevChain;
  readonly #log: Logger;
  readonly #senders = new Map<Address, Sender>();
  readonly #byHash = new Map<Hex, Held>();
  readonly #listeners = new Set<(transaction: PooledTransaction) => void>();
  readonly #stopFollowing: () => void;
  #seq = 0;

  constructor(options: MempoolOptions) {
    this.#options = options;
    this.#chain = options.chain;
    this.#log = options.logger ?? createLogger('mempool');
    this.#stopFollowing = this.#chain.onBlock((block) => this.#follow(block));
  }

  async reload(): Promise<void> {
    this.#senders.clear();
    this.#byHash.clear();
    await this.load();
  }

  /** Takes over what the journal holds; what a block has overtaken meanwhile is forgotten. */
  async load(): Promise<void> {
    for (const raw of this.#chain.pending()) {
      const transaction = await parsePooled({ raw });
      const { nonce } = await this.#state(transaction.from);
      if (transaction.nonce < nonce) this.#chain.removePending([transaction.hash]);
      else this.#hold(transaction, nonce);
    }
  }

  async add(raw: unknown): Promise<Hex> {
    const transaction = await parsePooled({ raw });
    this.#assertUnknown(transaction);
    const allowUnprotected = this.#options.allowUnprotected ?? false;
    assertWellPriced({ transaction, config: this.#chain.config, allowUnprotected });
    const priority = (await this.#options.admit?.(transaction)) ?? 0;
    const state = await this.#state(transaction.from);
    // No await from here to the journal: two requests cannot both pass with the same nonce.
    this.#assertUnknown(transaction);
    const nonce = this.#senders.get(transaction.from)?.nonce ?? state.nonce;
    const replaced = this.#assertPlace(transaction, nonce);
    const committed = this.#committed(transaction);
    assertFunded({ transaction, balance: state.balance, committed });
    const durable = this.#chain.addPending({ ...transaction, cost: upfrontCost(transaction) });
    if (replaced) this.#chain.removePending([replaced.transaction.hash]);
    this.#hold(transaction, nonce, priority);
    await durable;
    deathPoint('pool.journaled');
    for (const listener of this.#listeners) listener(transaction);
    return transaction.hash;
  }

  ready(o?: ReadyOptions): Hex[] {
    return this.readyTransactions(o).map(({ raw }) => raw);
  }

  readyTransactions(o: ReadyOptions = {}): PooledTransaction[] {
    const { baseFee = 0n, gasLimit } = o;
    const compare = o.order === 'fee' ? byFee : byArrival;
    const full = new Set<Address>();
    let gas = 0n;
    const chosen: PooledTransaction[] = [];
    for (const transaction of inOrder({ senders: this.#senders.values(), baseFee, compare })) {
      if (gasLimit !== undefined && gas + TRANSACTION_GAS > gasLimit) break;
      if (full.has(transaction.from)) continue;
      if (gasLimit !== undefined && gas + transaction.gas > gasLimit) {
        full.add(transaction.from);
        continue;
      }
      gas += transaction.gas;
      chosen.push(transaction);
    }
    return chosen;
  }

  async nonce(address: Address): Promise<bigint> {
    const sender = this.#senders.get(getAddress(address));
    if (!sender) return (await this.#state(address)).nonce;
    let next = sender.nonce;
    while (sender.held.has(next)) next += 1n;
    return next;
  }

  get(hash: Hex): PooledTransaction | undefined {
    return this.#byHash.get(hash)?.transaction;
  }

  all(): PooledTransaction[] {
    const held = [...this.#byHash.values()].sort((a, b) => a.seq - b.seq);
    return held.map(({ transaction }) => transaction);
  }

  remove(hashes: readonly Hex[]): void {
    for (const hash of hashes) this.#release(hash);
    this.#chain.removePending(hashes);
  }

  size(): number {
    return this.#byHash.size;
  }

  onAdd(listener: (transaction: PooledTransaction) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stopFollowing();
  }

  /** The account after the newest block. */
  async #state(address: Address): Promise<AccountState> {
    for (;;) {
      const { hash } = this.#chain.head();
      const state = await this.#chain.account(address);
      // A block that came meanwhile makes it stale.
      if (this.#chain.head().hash === hash) return state;
    }
  }

  #assertUnknown(t: PooledTransaction): void {
    if (this.#byHash.has(t.hash)) refuse('already known');
  }

  /** The transaction whose place this one would take, if any. */
  #assertPlace(t: PooledTransaction, nonce: bigint): Held | undefined {
    const furthest = nonce + (this.#options.maxAhead ?? 1024n);
    if (t.nonce < nonce) refuse(`nonce too low: address ${t.from}, tx: ${t.nonce} state: ${nonce}`);
    if (t.nonce > furthest) {
      refuse(
        `nonce too high: address ${t.from}, tx: ${t.nonce} state: ${nonce} limit: ${furthest}`,
      );
    }
    const replaced = this.#senders.get(t.from)?.held.get(t.nonce);
    if (replaced) assertBump(t, replaced.transaction);
    else if (this.#byHash.size >= (this.#options.maxSize ?? 20_000)) {
      refuse(`txpool is full: ${this.#byHash.size} transactions`);
    }
    return replaced;
  }

  /** wei that the sender's other transactions may cost. */
  #committed(t: PooledTransaction): bigint {
    const sender = this.#senders.get(t.from);
    const replaced = sender?.held.get(t.nonce)?.transaction;
    return (sender?.cost ?? 0n) - (replaced ? upfrontCost(replaced) : 0n);
  }

  #hold(transaction: PooledTransaction, stateNonce: bigint, priority = 0): void {
    const sender = this.#senders.get(transaction.from) ?? {
      nonce: stateNonce,
      held: new Map(),
      cost: 0n,
    };
    this.#senders.set(transaction.from, sender);
    sender.cost = this.#committed(transaction) + upfrontCost(transaction);
    const replaced = sender.held.get(transaction.nonce);
    if (replaced) this.#byHash.delete(replaced.transaction.hash);
    const held = { transaction, priority, seq: replaced?.seq ?? this.#nextSeq() };
    sender.held.set(transaction.nonce, held);
    this.#byHash.set(transaction.hash, held);
  }

  #nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  #release(hash: Hex): PooledTransaction | undefined {
    const transaction = this.#byHash.get(hash)?.transaction;
    if (!transaction) return undefined;
    this.#byHash.delete(hash);
    const sender = this.#senders.get(transaction.from);
    if (!sender?.held.delete(transaction.nonce)) return transaction;
    sender.cost -= upfrontCost(transaction);
    if (sender.held.size === 0) this.#senders.delete(transaction.from);
    return transaction;
  }

  #follow(block: SealedBlock): void {
    let foreign = false;
    const next = new Map<Address, bigint>();
    for (const hash of block.transactionHashes) {
      // The journal has forgotten it already, with the block's own write.
      const transaction = this.#release(hash);
      if (transaction) next.set(transaction.from, transaction.nonce + 1n);
      else foreign = true;
    }
    for (const [address, nonce] of next) this.#advance(address, nonce);
    for (const { hash, reason } of block.dropped) {
      if (!this.#byHash.has(hash)) continue;
      this.#log.warn({ hash, reason, block: block.number }, 'transaction dropped');
      this.remove([hash]);
    }
    if (foreign) {
      this.#refresh().catch((error: unknown) => this.#log.error({ err: error }, 'refresh failed'));
    }
  }

  /** Sets an account's next nonce, and forgets what is below it. */
  #advance(address: Address, nonce: bigint): void {
    const sender = this.#senders.get(address);
    if (!sender) return;
    if (nonce > sender.nonce) sender.nonce = nonce;
    const passed = [...sender.held.values()].filter(
      (held) => held.transaction.nonce < sender.nonce,
    );
    if (passed.length) this.remove(passed.map((held) => held.transaction.hash));
  }

  /** A block held transactions that were never in this pool: their senders' nonces have moved. */
  async #refresh(): Promise<void> {
    for (const address of [...this.#senders.keys()]) {
      const { nonce } = await this.#state(address);
      this.#advance(address, nonce);
    }
  }
}

function assertBump(offer: PooledTransaction, present: PooledTransaction): void {
  for (const fee of ['maxFeePerGas', 'maxPriorityFeePerGas'] as const) {
    const percent = (present[fee] * (100n + PRICE_BUMP)) / 100n;
    const want = percent > present[fee] ? percent : present[fee] + 1n;
    if (offer[fee] >= want) continue;
    refuse(`replacement transaction underpriced: ${fee} have ${offer[fee]} want ${want}`);
  }
}

function refuse(message: string): never {
  throw new RpcError({ code: rpcErrorCode.server, message });
}
