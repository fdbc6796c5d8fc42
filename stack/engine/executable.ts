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

type Compare = (a: Executable, b: Executable) => number;

/**
 * What can be executed, in order: each sender's unbroken run by nonce. A run is sorted as it is,
 * so that runs need only be merged, and only as far as a block has room.
 */
export function* inOrder(o: {
  senders: Iterable<Sender>;
  /** wei per gas that each must offer at least */
  baseFee: bigint;
  compare: Compare;
}): Generator<PooledTransaction> {
  const { compare } = o;
  const runs = [...o.senders].flatMap((sender) => nextOf(runOf(sender, o.baseFee)) ?? []);
  // The first is at the end, where taking it moves nothing.
  runs.sort((a, b) => compare(b.head, a.head));
  for (let run = runs.pop(); run; run = runs.pop()) {
    yield run.head.transaction;
    const next = nextOf(run.rest);
    if (next) runs.splice(placeOf({ runs, head: next.head, compare }), 0, next);
  }
}

interface Run {
  head: Executable;
  rest: Iterator<Executable>;
}

function nextOf(rest: Iterator<Executable>): Run | undefined {
  const { value, done } = rest.next();
  return done ? undefined : { head: value, rest };
}

/** Behind all that come later. */
function placeOf(o: { runs: readonly Run[]; head: Executable; compare: Compare }): number {
  let [low, high] = [0, o.runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (o.compare(o.runs[middle]!.head, o.head) > 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The unbroken run of executable transactions of one sender. */
function* runOf(sender: Sender, baseFee: bigint): Generator<Executable> {
  let before: Executable | undefined;
  for (let nonce = sender.nonce; ; nonce += 1n) {
    const held = sender.held.get(nonce);
    if (!held || held.transaction.maxFeePerGas < baseFee) return;
    const { transaction, priority, seq } = held;
    const fee = feeAt(transaction, baseFee);
    before = {
      transaction,
      priority: before && before.priority < priority ? before.priority : priority,
      fee: before && before.fee < fee ? before.fee : fee,
      after: before && before.after > seq ? before.after : seq,
    };
    yield before;
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
