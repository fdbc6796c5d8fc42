import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Hex } from 'viem';
import { toJson } from '#core';
import { JournalConfigError, JournalLockedError } from './errors.ts';
import type { BlockInputs, JournalStore, SealedBlock } from './types.ts';

/** A block as the journal keeps it: what went in, and what came out. */
export interface JournalEntry {
  inputs: BlockInputs;
  block: SealedBlock;
}

export interface Journal extends JournalStore {
  readonly path: string;
  /** Name and version of the engine that wrote the first block. */
  readonly recordedEngine: string;
  entry(number: bigint): JournalEntry | undefined;
  numberOf(hash: Hex): bigint | undefined;
  /** One transaction: the block is there and its transactions are pending no longer. */
  append(entry: JournalEntry): void;
  /**
   * Durable when it resolves; what comes in one turn of the event loop is written together. Every
   * other operation writes first what waits.
   */
  addPending(o: { hash: Hex; raw: Hex }): Promise<void>;
  /** Writes what waits. */
  flush(): void;
  removePending(hashes: readonly Hex[]): void;
  pending(): Hex[];
  /** One transaction: forgets the blocks above a number, and makes `pending` what waits. */
  rollback(o: JournalRollback): void;
  close(): void;
}

/** What is left of a chain after a rollback. */
export interface JournalRollback {
  /** The new head. */
  to: bigint;
  /** Everything that waits from then on, in the order of arrival. */
  pending: readonly { hash: Hex; raw: Hex }[];
  /** Values of the owner's that belong to the new state. */
  set?: Readonly<Record<string, string>> | undefined;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS blocks (
    number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, state_root TEXT NOT NULL,
    inputs TEXT NOT NULL, result TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS pending (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, raw TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS kv (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Opens or creates a journal and holds it alone until it is closed or the process dies.
 * @param o.path absent: in memory, gone when closed
 * @throws JournalLockedError
 * @throws JournalConfigError when it was written for another configuration
 */
export function openJournal(o: {
  path?: string | undefined;
  engineVersion: string;
  configHash: Hex;
}): Journal {
  const path = o.path ?? ':memory:';
  const database = openDatabase(path);
  const meta = (key: string, initial: string): string => {
    database
      .prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO NOTHING')
      .run(key, initial);
    return String(database.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.['value']);
  };
  const recordedEngine = meta('engine', o.engineVersion);
  const recordedConfig = meta('config', o.configHash);
  if (recordedConfig !== o.configHash) {
    database.close();
    throw new JournalConfigError({ path, expected: recordedConfig, got: o.configHash });
  }
  const operations = statements(database);
  const close = (): void => {
    operations.flush();
    database.close();
  };
  return { path, recordedEngine, ...operations, close };
}

function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  try {
    // Exclusive locking before the first access: the file is ours until we close it or die.
    // NORMAL: a commit survives the death of the process, kill -9 included, since the page cache
    // outlives it. Only a power cut can lose the last commits, and never the file's consistency;
    // FULL would add an fsync to each transaction that is acknowledged.
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      BEGIN EXCLUSIVE;
      ${SCHEMA}
      COMMIT;
    `);
  } catch (cause) {
    database.close();
    if (isBusy(cause)) throw new JournalLockedError({ path, cause });
    throw cause;
  }
  return database;
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

/** Transactions that are written in one commit. */
interface Group {
  items: { hash: Hex; raw: Hex }[];
  done: PromiseWithResolvers<void>;
}

function statements(database: DatabaseSync): Omit<Journal, 'path' | 'recordedEngine' | 'close'> {
  const insertBlock = database.prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?)');
  const selectBlock = database.prepare('SELECT inputs, result FROM blocks WHERE number = ?');
  const selectNumber = database.prepare('SELECT number FROM blocks WHERE hash = ?');
  const insertPending = database.prepare(
    'INSERT INTO pending (hash, raw) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING',
  );
  const deletePending = database.prepare('DELETE FROM pending WHERE hash = ?');
  const selectPending = database.prepare('SELECT raw FROM pending ORDER BY seq');
  const selectValue = database.prepare('SELECT value FROM kv WHERE key = ?');
  const upsertValue = database.prepare(
    'INSERT INTO kv VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const clearPending = database.prepare('DELETE FROM pending');
  const deleteBlocks = database.prepare('DELETE FROM blocks WHERE number > ?');
  const atomically = (run: () => void): void => {
    database.exec('BEGIN');
    try {
      run();
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };
  let group: Group | undefined;
  const flush = (): void => {
    const { items, done } = group ?? {};
    group = undefined;
    if (!items || !done) return;
    try {
      atomically(() => {
        for (const { hash, raw } of items) insertPending.run(hash, raw);
      });
      done.resolve();
    } catch (error) {
      done.reject(error);
    }
  };
  return {
    flush,
    get: (key) => selectValue.get(key)?.['value'] as string | undefined,
    set: (key, value) => void upsertValue.run(key, value),
    entry(number) {
      const row = selectBlock.get(number);
      return row && toEntry(row);
    },
    numberOf(hash) {
      const row = selectNumber.get(hash);
      return row && BigInt(row['number'] as number);
    },
    append({ inputs, block }) {
      flush();
      atomically(() => {
        const { transactions: _, meta: __, ...result } = block;
        insertBlock.run(block.number, block.hash, block.stateRoot, toJson(inputs), toJson(result));
        for (const hash of block.transactionHashes) deletePending.run(hash);
      });
    },
    addPending(item) {
      if (!group) {
        group = { items: [], done: Promise.withResolvers() };
        setImmediate(flush);
      }
      group.items.push(item);
      return group.done.promise;
    },
    removePending(hashes) {
      flush();
      atomically(() => {
        for (const hash of hashes) deletePending.run(hash);
      });
    },
    pending() {
      flush();
      return selectPending.all().map((row) => row['raw'] as Hex);
    },
    rollback({ to, pending, set }) {
      flush();
      atomically(() => {
        deleteBlocks.run(to);
        clearPending.run();
        for (const { hash, raw } of pending) insertPending.run(hash, raw);
        for (const [key, value] of Object.entries(set ?? {})) upsertValue.run(key, value);
      });
    },
  };
}

function toEntry(row: Record<string, unknown>): JournalEntry {
  const inputs = JSON.parse(row['inputs'] as string);
  const result = JSON.parse(row['result'] as string);
  return {
    inputs: { ...inputs, timestamp: BigInt(inputs.timestamp) },
    block: {
      ...result,
      number: BigInt(result.number),
      timestamp: BigInt(result.timestamp),
      baseFeePerGas: BigInt(result.baseFeePerGas),
      gasUsed: BigInt(result.gasUsed),
      transactions: inputs.transactions,
      meta: inputs.meta ?? {},
    },
  };
}
