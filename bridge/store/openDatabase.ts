import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const schema = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS checkpoint (
    network INTEGER NOT NULL, block INTEGER NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (network, block)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS deposit (
    network INTEGER NOT NULL, deposit_count INTEGER NOT NULL, leaf_type INTEGER NOT NULL,
    origin_network INTEGER NOT NULL, origin_address TEXT NOT NULL,
    destination_network INTEGER NOT NULL, destination_address TEXT NOT NULL,
    amount TEXT NOT NULL, metadata TEXT NOT NULL, leaf TEXT NOT NULL,
    block INTEGER NOT NULL, log_index INTEGER NOT NULL, tx_hash TEXT NOT NULL,
    PRIMARY KEY (network, deposit_count)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS deposit_receiver ON deposit (destination_address);
  CREATE INDEX IF NOT EXISTS deposit_block ON deposit (network, block);
  CREATE TABLE IF NOT EXISTS claim (
    network INTEGER NOT NULL, source_network INTEGER NOT NULL, deposit_count INTEGER NOT NULL,
    global_index TEXT NOT NULL, origin_network INTEGER NOT NULL, origin_address TEXT NOT NULL,
    destination_address TEXT NOT NULL, amount TEXT NOT NULL,
    block INTEGER NOT NULL, log_index INTEGER NOT NULL, tx_hash TEXT NOT NULL,
    PRIMARY KEY (network, source_network, deposit_count)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS claim_receiver ON claim (destination_address);
  CREATE INDEX IF NOT EXISTS claim_block ON claim (network, block);
  CREATE TABLE IF NOT EXISTS info_leaf (
    idx INTEGER PRIMARY KEY, mainnet_exit_root TEXT NOT NULL, rollup_exit_root TEXT NOT NULL,
    global_exit_root TEXT NOT NULL, block INTEGER NOT NULL, log_index INTEGER NOT NULL,
    tx_hash TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS info_leaf_ger ON info_leaf (global_exit_root);
  CREATE TABLE IF NOT EXISTS verification (
    sequence INTEGER PRIMARY KEY, rollup_id INTEGER NOT NULL, batch INTEGER NOT NULL,
    state_root TEXT NOT NULL, exit_root TEXT NOT NULL, rollup_exit_root TEXT NOT NULL,
    block INTEGER NOT NULL, log_index INTEGER NOT NULL, tx_hash TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS verification_root ON verification (rollup_exit_root);
  CREATE TABLE IF NOT EXISTS claim_attempt (
    network INTEGER NOT NULL, deposit_count INTEGER NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL, next_try_at INTEGER, nonce INTEGER, raw TEXT, tx_hash TEXT,
    error TEXT, PRIMARY KEY (network, deposit_count)) STRICT, WITHOUT ROWID;
`;

/** Opens the service's database; without a folder it is gone when the process ends. */
export function openDatabase(o: { dataDir?: string | undefined }): DatabaseSync {
  if (o.dataDir !== undefined) mkdirSync(o.dataDir, { recursive: true });
  const database = new DatabaseSync(
    o.dataDir === undefined ? ':memory:' : join(o.dataDir, 'bridge.sqlite'),
  );
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(schema);
  return database;
}
