import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Raised with every change of the tables: what was indexed in another form is indexed afresh. */
const VERSION = 2;

const schema = `
  CREATE TABLE checkpoint (
    network INTEGER NOT NULL, block INTEGER NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (network, block)) STRICT, WITHOUT ROWID;
  CREATE TABLE reorg (
    network INTEGER PRIMARY KEY, detected_at INTEGER NOT NULL, from_block INTEGER NOT NULL,
    to_block INTEGER NOT NULL) STRICT;
  CREATE TABLE deposit (
    network INTEGER NOT NULL, deposit_count INTEGER NOT NULL, leaf_type INTEGER NOT NULL,
    origin_network INTEGER NOT NULL, origin_address TEXT NOT NULL,
    destination_network INTEGER NOT NULL, destination_address TEXT NOT NULL,
    amount TEXT NOT NULL, metadata TEXT NOT NULL, leaf TEXT NOT NULL,
    block INTEGER NOT NULL, log_index INTEGER NOT NULL, tx_hash TEXT NOT NULL,
    time INTEGER NOT NULL, sender TEXT NOT NULL,
    PRIMARY KEY (network, deposit_count)) STRICT, WITHOUT ROWID;
  CREATE INDEX deposit_receiver ON deposit (destination_address);
  CREATE INDEX deposit_sender ON deposit (network, sender);
  CREATE INDEX deposit_block ON deposit (network, block);
  CREATE INDEX deposit_tx ON deposit (tx_hash);
  CREATE TABLE tree_node (
    network INTEGER NOT NULL, level INTEGER NOT NULL, position INTEGER NOT NULL,
    node BLOB NOT NULL, PRIMARY KEY (network, level, position)) STRICT, WITHOUT ROWID;
  CREATE TABLE exit_root (
    network INTEGER NOT NULL, root TEXT NOT NULL, leaf_count INTEGER NOT NULL,
    PRIMARY KEY (network, root)) STRICT, WITHOUT ROWID;
  CREATE INDEX exit_root_size ON exit_root (network, leaf_count);
  CREATE TABLE claim (
    network INTEGER NOT NULL, source_network INTEGER NOT NULL, deposit_count INTEGER NOT NULL,
    global_index TEXT NOT NULL, origin_network INTEGER NOT NULL, origin_address TEXT NOT NULL,
    destination_address TEXT NOT NULL, amount TEXT NOT NULL,
    block INTEGER NOT NULL, log_index INTEGER NOT NULL, tx_hash TEXT NOT NULL,
    time INTEGER NOT NULL, sender TEXT NOT NULL,
    PRIMARY KEY (network, source_network, deposit_count)) STRICT, WITHOUT ROWID;
  CREATE INDEX claim_receiver ON claim (destination_address);
  CREATE INDEX claim_block ON claim (network, block);
  CREATE INDEX claim_tx ON claim (tx_hash);
  CREATE TABLE info_leaf (
    idx INTEGER PRIMARY KEY, mainnet_exit_root TEXT NOT NULL, rollup_exit_root TEXT NOT NULL,
    global_exit_root TEXT NOT NULL, block INTEGER NOT NULL, log_index INTEGER NOT NULL,
    tx_hash TEXT NOT NULL, time INTEGER NOT NULL, parent_hash TEXT NOT NULL) STRICT;
  CREATE INDEX info_leaf_ger ON info_leaf (global_exit_root);
  CREATE INDEX info_leaf_mainnet ON info_leaf (mainnet_exit_root);
  CREATE INDEX info_leaf_rollup ON info_leaf (rollup_exit_root);
  CREATE TABLE verification (
    sequence INTEGER PRIMARY KEY, rollup_id INTEGER NOT NULL, batch INTEGER NOT NULL,
    state_root TEXT NOT NULL, exit_root TEXT NOT NULL, rollup_exit_root TEXT NOT NULL,
    block INTEGER NOT NULL, log_index INTEGER NOT NULL, tx_hash TEXT NOT NULL,
    time INTEGER NOT NULL) STRICT;
  CREATE INDEX verification_root ON verification (rollup_exit_root);
  CREATE INDEX verification_rollup ON verification (rollup_id, sequence);
  CREATE INDEX verification_exit ON verification (rollup_id, exit_root);
  CREATE TABLE import (
    network INTEGER NOT NULL, leaf INTEGER NOT NULL, seen_at INTEGER NOT NULL,
    PRIMARY KEY (network, leaf)) STRICT, WITHOUT ROWID;
  CREATE TABLE wrapped_token (
    network INTEGER NOT NULL, origin_network INTEGER NOT NULL, origin_address TEXT NOT NULL,
    wrapped_address TEXT NOT NULL, metadata TEXT NOT NULL, block INTEGER NOT NULL,
    log_index INTEGER NOT NULL, tx_hash TEXT NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY (network, origin_network, origin_address)) STRICT, WITHOUT ROWID;
  CREATE TABLE claim_attempt (
    network INTEGER NOT NULL, deposit_count INTEGER NOT NULL, destination INTEGER NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL, next_try_at INTEGER, nonce INTEGER, raw TEXT,
    tx_hash TEXT, error TEXT, PRIMARY KEY (network, deposit_count)) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${VERSION};
`;

/** Opens the service's database; without a folder it is gone when the process ends. */
export function openDatabase(o: { dataDir?: string | undefined }): DatabaseSync {
  if (o.dataDir !== undefined) mkdirSync(o.dataDir, { recursive: true });
  const database = new DatabaseSync(
    o.dataDir === undefined ? ':memory:' : join(o.dataDir, 'bridge.sqlite'),
  );
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  if (database.prepare('PRAGMA user_version').get()?.['user_version'] === VERSION) return database;
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all();
  const drop = tables.map(({ name }) => `DROP TABLE "${name}";`).join('');
  database.exec(`BEGIN; ${drop} ${schema} COMMIT;`);
  return database;
}
