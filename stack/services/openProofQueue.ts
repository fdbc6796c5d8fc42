import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Prover } from '#circuits';
import { toJson } from '#core';
import { ProofInvalidError } from './errors.ts';
import { type BatchProof, proofCalldata } from './proveBatchRange.ts';

/** Everything that a proof is about; another value of any means another proof. */
export interface ProofKey {
  inputSnark: bigint;
  domain: bigint;
  /** Commitment to the validator set. */
  root: bigint;
  /** keccak256 of the verification key. */
  keyHash: string;
}

/** What is to be proven. */
export interface ProofOrder {
  key: ProofKey;
  /** Last batch of the range, for messages. */
  batch: bigint;
  /** Of the circuit, by signal name. */
  inputs: Record<string, unknown>;
}

/** Proofs that were ordered: made one after another, at most once each. */
export interface ProofQueue {
  /** Joins the order where there is one already. @throws ProverFailedError, ProofInvalidError */
  prove(order: ProofOrder): Promise<BatchProof>;
  /** The proof of something that was ordered before, by this process or an earlier one. */
  find(key: ProofKey): Promise<BatchProof> | undefined;
  /** Cancels and forgets whatever is about something else. */
  keepOnly(key: ProofKey): void;
  /** Cancels and forgets everything. */
  clear(): void;
  /** Orders that are not done. */
  waiting(): number;
  /** Cancels what is being made; it stays in line for the next start. */
  close(): Promise<void>;
}

interface Running {
  proof: Promise<BatchProof>;
  cancel: AbortController;
}

/**
 * Opens the queue of a prover. What was in line when the process ended, however it ended, is in line
 * again and is started at once.
 * @param o.path database; in memory when absent, and then nothing survives
 */
export function openProofQueue(o: { path?: string | undefined; prover: Prover }): ProofQueue {
  if (o.path) mkdirSync(dirname(o.path), { recursive: true });
  const db = new DatabaseSync(o.path ?? ':memory:');
  db.exec('PRAGMA journal_mode = WAL');
  db.exec(`CREATE TABLE IF NOT EXISTS orders (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, batch TEXT NOT NULL,
    inputs TEXT NOT NULL, proof TEXT)`);
  const running = new Map<string, Running>();
  const forget = (id: string) => void db.prepare('DELETE FROM orders WHERE id = ?').run(id);

  async function make(id: string, cancel: AbortController): Promise<BatchProof> {
    const row = db.prepare('SELECT batch, inputs FROM orders WHERE id = ?').get(id);
    const { batch, inputs } = row as { batch: string; inputs: string };
    try {
      const { proof, signals, ms } = await o.prover.prove(JSON.parse(inputs), {
        signal: cancel.signal,
      });
      if (!(await o.prover.verify({ proof, signals }))) {
        throw new ProofInvalidError({ batch: BigInt(batch) });
      }
      const made = { proof: proofCalldata(proof), ms };
      cancel.signal.throwIfAborted();
      db.prepare('UPDATE orders SET proof = ? WHERE id = ?').run(toJson(made), id);
      return made;
    } catch (error) {
      // Somebody may order it again with other signatures; what was cancelled is the canceller's.
      if (!cancel.signal.aborted) forget(id);
      throw error;
    } finally {
      // After `clear` there may be another order for the same.
      if (running.get(id)?.cancel === cancel) running.delete(id);
    }
  }

  function start(id: string): Promise<BatchProof> {
    const cancel = new AbortController();
    const proof = make(id, cancel);
    // Whoever ordered it hears of a failure; an order of an earlier process has nobody.
    proof.catch(() => undefined);
    running.set(id, { proof, cancel });
    return proof;
  }

  function find(key: ProofKey): Promise<BatchProof> | undefined {
    const id = idOf(key);
    const row = db.prepare('SELECT proof FROM orders WHERE id = ?').get(id);
    if (!row) return undefined;
    const done = row['proof'];
    if (typeof done === 'string') return Promise.resolve(JSON.parse(done) as BatchProof);
    return running.get(id)?.proof ?? start(id);
  }

  for (const row of db.prepare('SELECT id FROM orders WHERE proof IS NULL ORDER BY place').all()) {
    start(row['id'] as string);
  }
  return {
    find,
    prove({ key, batch, inputs }) {
      const insert = db.prepare('INSERT INTO orders (id, batch, inputs) VALUES (?, ?, ?)');
      if (!find(key)) insert.run(idOf(key), String(batch), toJson(inputs));
      return find(key)!;
    },
    keepOnly(key) {
      const kept = idOf(key);
      for (const [id, { cancel }] of running) if (id !== kept) cancel.abort();
      db.prepare('DELETE FROM orders WHERE id <> ?').run(kept);
    },
    clear() {
      for (const { cancel } of running.values()) cancel.abort();
      running.clear();
      db.exec('DELETE FROM orders');
    },
    waiting: () => running.size,
    async close() {
      const all = [...running.values()];
      for (const { cancel } of all) cancel.abort();
      await o.prover.close();
      await Promise.allSettled(all.map(({ proof }) => proof));
      db.close();
    },
  };
}

function idOf(key: ProofKey): string {
  return createHash('sha256').update(toJson(key)).digest('hex').slice(0, 32);
}
