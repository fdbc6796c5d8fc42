import { expect, test } from 'vitest';
import { byArrival, byFee, type Held, inOrder, type Sender } from './executable.ts';
import type { PooledTransaction } from './parsePooled.ts';
import { createNumbers } from './testing.ts';

/** Senders with runs, gaps, few fees and priorities, so that many are equal. */
function randomSenders(next: () => number): Sender[] {
  let seq = 0;
  const senders = Array.from({ length: 1 + (next() % 12) }, (): Sender => {
    return { nonce: BigInt(next() % 3), held: new Map(), cost: 0n };
  });
  for (let i = next() % 60; i > 0; i -= 1) {
    const sender = senders[next() % senders.length]!;
    const nonce = BigInt(next() % 8);
    const fee = BigInt(next() % 4);
    const transaction = { nonce, maxFeePerGas: fee, maxPriorityFeePerGas: fee };
    seq += 1;
    const priority = next() % 3 === 0 ? 1 : 0;
    sender.held.set(nonce, { transaction: transaction as PooledTransaction, seq, priority });
  }
  return senders;
}

const lower = (a: bigint, b: bigint): bigint => [a, b].sort((x, y) => Number(x - y))[0]!;

/** Always the best of what may come next, found by looking at all. */
function naive(senders: Sender[], o: { baseFee: bigint; fee: boolean }): Held[] {
  const state = senders.map(({ nonce }) => ({ nonce, priority: 9, fee: 99n, after: 0 }));
  const chosen: Held[] = [];
  for (;;) {
    const offers = senders.flatMap((sender, i) => {
      const held = sender.held.get(state[i]!.nonce);
      if (!held || held.transaction.maxFeePerGas < o.baseFee) return [];
      const tip = held.transaction.maxFeePerGas - o.baseFee;
      const own = held.transaction.maxPriorityFeePerGas;
      const fee = lower(own, tip);
      const { priority, fee: feeBefore, after } = state[i]!;
      return {
        ...{ i, held, priority: Math.min(priority, held.priority) },
        ...{ fee: lower(fee, feeBefore), after: Math.max(after, held.seq) },
      };
    });
    offers.sort(
      (a, b) => b.priority - a.priority || (o.fee ? Number(b.fee - a.fee) : 0) || a.after - b.after,
    );
    const best = offers[0];
    if (!best) return chosen;
    chosen.push(best.held);
    const { priority, fee, after } = best;
    state[best.i] = { nonce: best.held.transaction.nonce + 1n, priority, fee, after };
  }
}

test.each([
  ['arrival', byArrival, false],
  ['fee', byFee, true],
] as const)('by %s, merged runs are in the order of a search among all', (_name, compare, fee) => {
  const next = createNumbers(20_261_126);
  for (let round = 0; round < 500; round += 1) {
    const senders = randomSenders(next);
    const baseFee = BigInt(next() % 2);
    const wanted = naive(senders, { baseFee, fee }).map((held) => held.transaction);
    expect([...inOrder({ senders, baseFee, compare })]).toEqual(wanted);
  }
});
