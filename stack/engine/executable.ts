import type { PooledTransaction } from './parsePooled.ts';

export interface Held {
  transaction: PooledTransaction;
  /** Order of arrival; a replacement keeps the place of what it replaces. */
  seq: number;
  priority: number;
}

/** What one account has in the pool. */
export interface Sender {
  /** Next nonce in the state. */
  nonce: bigint;
  held: Map<bigint, Held>;
  /** wei that all of them together may cost */
  cost: bigint;
}

/** A transaction with what decides its turn: never better than that of the one it comes after. */
interface Executable {
  transaction: PooledTransaction;
  priority: number;
  fee: bigint;
  after: number;
}

/** The unbroken run of executable transactions of one sender. */
export function runOf(sender: Sender, baseFee: bigint): Executable[] {
  const found: Executable[] = [];
  for (let nonce = sender.nonce; ; nonce += 1n) {
    const held = sender.held.get(nonce);
    if (!held || held.transaction.maxFeePerGas < baseFee) return found;
    const before = found.at(-1);
    const { transaction, priority, seq } = held;
    const fee = feeAt(transaction, baseFee);
    found.push({
      transaction,
      priority: before && before.priority < priority ? before.priority : priority,
      fee: before && before.fee < fee ? before.fee : fee,
      after: before && before.after > seq ? before.after : seq,
    });
  }
}

/** wei per gas that the block's maker gets */
function feeAt(t: PooledTransaction, baseFee: bigint): bigint {
  const room = t.maxFeePerGas - baseFee;
  const tip = t.maxPriorityFeePerGas;
  if (tip < room) return tip;
  return room;
}

/** First come, first served. */
export function byArrival(a: Executable, b: Executable): number {
  return b.priority - a.priority || a.after - b.after;
}

/** Who pays most, and among equals who came first. */
export function byFee(a: Executable, b: Executable): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  if (a.fee !== b.fee) return a.fee > b.fee ? -1 : 1;
  return a.after - b.after;
}
