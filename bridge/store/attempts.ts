import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Hash, Hex } from 'viem';

interface AttemptBase {
  network: number;
  depositCount: number;
  /** Network on which the claim is made. */
  destination: number;
  /** Failures so far. */
  attempts: number;
}

/** A claim transaction is out. */
export interface SentAttempt extends AttemptBase {
  state: 'sent';
  nonce: number;
  raw: Hex;
  txHash: Hash;
}

/** The last try failed. */
export interface FailedAttempt extends AttemptBase {
  state: 'failed';
  /** Milliseconds since the epoch. */
  nextTryAt: number;
  error: string;
}

/** What the claimer has done so far for one deposit that is not seen as claimed yet. */
export type ClaimAttempt = SentAttempt | FailedAttempt;

export interface Attempts {
  get(network: number, depositCount: number): ClaimAttempt | undefined;
  put(attempt: ClaimAttempt): void;
  remove(network: number, depositCount: number): void;
  /** By nonce, those on one destination. */
  sent(destination: number): SentAttempt[];
  failed(destination: number): FailedAttempt[];
  /** Forgets attempts for deposits that a reorg removed. */
  rollback(network: number, depositCount: number): void;
}

export function createAttempts(database: DatabaseSync): Attempts {
  const one = database.prepare(
    'SELECT * FROM claim_attempt WHERE network = ? AND deposit_count = ?',
  );
  const upsert = database.prepare(
    'INSERT OR REPLACE INTO claim_attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const remove = database.prepare(
    'DELETE FROM claim_attempt WHERE network = ? AND deposit_count = ?',
  );
  const byState = database.prepare(
    'SELECT * FROM claim_attempt WHERE state = ? AND destination = ? ORDER BY nonce',
  );
  const cut = database.prepare(
    'DELETE FROM claim_attempt WHERE network = ? AND deposit_count >= ?',
  );
  return {
    get(network, depositCount) {
      const row = one.get(network, depositCount);
      return row && toAttempt(row);
    },
    put(a) {
      const key = [a.network, a.depositCount, a.destination, a.state, a.attempts] as const;
      if (a.state === 'sent') upsert.run(...key, null, a.nonce, a.raw, a.txHash, null);
      else upsert.run(...key, a.nextTryAt, null, null, null, a.error);
    },
    remove: (network, depositCount) => remove.run(network, depositCount),
    sent: (on) => byState.all('sent', on).map((row) => toAttempt(row) as SentAttempt),
    failed: (on) => byState.all('failed', on).map((row) => toAttempt(row) as FailedAttempt),
    rollback: (network, depositCount) => cut.run(network, depositCount),
  };
}

function toAttempt(row: Record<string, SQLOutputValue>): ClaimAttempt {
  const base = {
    network: row['network'] as number,
    depositCount: row['deposit_count'] as number,
    destination: row['destination'] as number,
    attempts: row['attempts'] as number,
  };
  if (row['state'] === 'failed') {
    const nextTryAt = row['next_try_at'] as number;
    return { ...base, state: 'failed', nextTryAt, error: row['error'] as string };
  }
  return {
    ...base,
    state: 'sent',
    nonce: row['nonce'] as number,
    raw: row['raw'] as Hex,
    txHash: row['tx_hash'] as Hash,
  };
}
