import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Hex, hexToBytes, keccak256, toHex } from 'viem';

/** Batches by the keccak hash of their data. */
export interface BatchStore {
  /** Resolves on disk: what is signed for must not be lost. */
  put(data: readonly Hex[]): void;
  get(hash: Hex): Hex | undefined;
  count(): number;
  close(): void;
}

/** @param o.dataDir is made when it is not there; memory only without */
export function openBatchStore(o: { dataDir?: string | undefined }): BatchStore {
  if (o.dataDir !== undefined) mkdirSync(o.dataDir, { recursive: true });
  const file = o.dataDir === undefined ? ':memory:' : join(o.dataDir, 'batches.sqlite');
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(
    'CREATE TABLE IF NOT EXISTS batch (hash TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID',
  );
  const insert = database.prepare('INSERT OR IGNORE INTO batch (hash, data) VALUES (?, ?)');
  const select = database.prepare('SELECT data FROM batch WHERE hash = ?');
  const size = database.prepare('SELECT count(*) AS n FROM batch');
  return {
    put(data) {
      database.exec('BEGIN');
      for (const batch of data) insert.run(keccak256(batch), hexToBytes(batch));
      database.exec('COMMIT');
    },
    get(hash) {
      const row = select.get(hash.toLowerCase()) as { data: Uint8Array } | undefined;
      return row && toHex(row.data);
    },
    count: () => Number((size.get() as { n: number }).n),
    close() {
      if (database.isOpen) database.close();
    },
  };
}
