import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Hash, Hex } from 'viem';
import { globalExitRoot } from '../tree/globalExitRoot.ts';
import { rollupExitTree } from '../tree/rollupExitTree.ts';
import type { ChainEvents, InfoLeaf, Verification } from '../types.ts';

type Row = Record<string, SQLOutputValue>;

/** The L1 info tree's leaves and the verified exit roots of all rollups, both from the L1. */
export interface ExitRoots {
  addInfoLeaf(leaf: ChainEvents['infoLeaves'][number]): void;
  addVerification(verification: ChainEvents['verifications'][number]): void;
  /** The newest leaf; with `index`, that one. */
  infoLeaf(index?: number): InfoLeaf | undefined;
  infoLeafByRoot(globalExitRoot: Hex): InfoLeaf | undefined;
  /** The first leaf that proves a deposit of the L1. */
  firstLeafOver(depositCount: number): InfoLeaf | undefined;
  /** The first leaf with a rollup exit root. */
  leafOfRollups(rollupExitRoot: Hex): InfoLeaf | undefined;
  /** The first verification that proves a deposit of a rollup. */
  firstVerificationOver(o: { rollupId: number; depositCount: number }): Verification | undefined;
  /** Times of the newest verifications of a rollup, newest first, seconds. */
  verificationTimes(o: { rollupId: number; limit: number }): number[];
  /** The newest verification of a rollup. */
  verified(rollupId: number): Verification | undefined;
  /**
   * Last local exit root of every rollup when the rollup exit root was this one; `undefined` when
   * no verification led to it. Empty before the first verification.
   */
  localExitRoots(rollupExitRoot: Hex): Map<number, Hex> | undefined;
  rollback(block: bigint | undefined): void;
}

const INSERT_LEAF = `INSERT INTO info_leaf VALUES (
  (SELECT coalesce(max(idx) + 1, 0) FROM info_leaf), ?, ?, ?, ?, ?, ?, ?, ?)`;
// Sizes only grow: the smallest one that has a leaf or a verification is the first.
const FIRST_LEAF = `SELECT l.* FROM exit_root r JOIN info_leaf l ON l.mainnet_exit_root = r.root
  WHERE r.network = 0 AND r.leaf_count > ? ORDER BY r.leaf_count, l.idx LIMIT 1`;
const FIRST_VERIFICATION = `SELECT v.* FROM exit_root r
  JOIN verification v ON v.rollup_id = r.network AND v.exit_root = r.root
  WHERE r.network = ? AND r.leaf_count > ? ORDER BY r.leaf_count, v.sequence LIMIT 1`;
const INSERT_VERIFICATION = `INSERT INTO verification VALUES (
  (SELECT coalesce(max(sequence) + 1, 1) FROM verification), ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function createExitRoots(database: DatabaseSync): ExitRoots {
  const addLeaf = database.prepare(INSERT_LEAF);
  const addVerified = database.prepare(INSERT_VERIFICATION);
  const newestLeaf = database.prepare('SELECT * FROM info_leaf ORDER BY idx DESC LIMIT 1');
  const leafAt = database.prepare('SELECT * FROM info_leaf WHERE idx = ?');
  const leafOf = database.prepare(
    'SELECT * FROM info_leaf WHERE global_exit_root = ? ORDER BY idx DESC LIMIT 1',
  );
  const firstLeaf = database.prepare(FIRST_LEAF);
  const leafOfRollups = database.prepare(
    'SELECT * FROM info_leaf WHERE rollup_exit_root = ? ORDER BY idx LIMIT 1',
  );
  const firstVerification = database.prepare(FIRST_VERIFICATION);
  const times = database.prepare(
    'SELECT time FROM verification WHERE rollup_id = ? ORDER BY sequence DESC LIMIT ?',
  );
  const newestOf = database.prepare(
    'SELECT * FROM verification WHERE rollup_id = ? ORDER BY sequence DESC LIMIT 1',
  );
  const sequenceOf = database.prepare(
    'SELECT max(sequence) AS n FROM verification WHERE rollup_exit_root = ?',
  );
  // With a bare max(), SQLite takes the other columns from the row that holds the maximum.
  const rootsAt = database.prepare(`SELECT rollup_id, exit_root, max(sequence) FROM verification
    WHERE sequence <= ? GROUP BY rollup_id`);
  const removeLeaves = database.prepare('DELETE FROM info_leaf WHERE block > ?');
  const removeVerified = database.prepare('DELETE FROM verification WHERE block > ?');
  const rootsUpTo = (sequence: number) =>
    new Map(
      rootsAt.all(sequence).map((row) => [row['rollup_id'] as number, row['exit_root'] as Hex]),
    );
  return {
    addInfoLeaf(leaf) {
      const { mainnetExitRoot, rollupExitRoot, blockNumber, logIndex, txHash, time } = leaf;
      const roots = [mainnetExitRoot, rollupExitRoot, globalExitRoot(leaf)];
      addLeaf.run(...roots, blockNumber, logIndex, txHash, time, leaf.parentHash);
    },
    addVerification({ rollupId, batch, stateRoot, exitRoot, ...at }) {
      const roots = rootsUpTo(Number.MAX_SAFE_INTEGER).set(rollupId, exitRoot);
      const rollupRoot = rollupExitTree(roots).root();
      addVerified.run(
        ...[rollupId, batch, stateRoot, exitRoot, rollupRoot],
        ...[at.blockNumber, at.logIndex, at.txHash, at.time],
      );
    },
    infoLeaf(index) {
      const row = index === undefined ? newestLeaf.get() : leafAt.get(index);
      return row && toInfoLeaf(row);
    },
    infoLeafByRoot(root) {
      const row = leafOf.get(root);
      return row && toInfoLeaf(row);
    },
    firstLeafOver(depositCount) {
      const row = firstLeaf.get(depositCount);
      return row && toInfoLeaf(row);
    },
    leafOfRollups(rollupExitRoot) {
      const row = leafOfRollups.get(rollupExitRoot);
      return row && toInfoLeaf(row);
    },
    firstVerificationOver({ rollupId, depositCount }) {
      const row = firstVerification.get(rollupId, depositCount);
      return row && toVerification(row);
    },
    verificationTimes: ({ rollupId, limit }) =>
      times.all(rollupId, limit).map((row) => row['time'] as number),
    verified(rollupId) {
      const row = newestOf.get(rollupId);
      return row && toVerification(row);
    },
    localExitRoots(rollupExitRoot) {
      if (BigInt(rollupExitRoot) === 0n) return new Map();
      const sequence = sequenceOf.get(rollupExitRoot)?.['n'];
      return typeof sequence === 'number' ? rootsUpTo(sequence) : undefined;
    },
    rollback(block) {
      removeLeaves.run(block ?? -1n);
      removeVerified.run(block ?? -1n);
    },
  };
}

function place(row: Row) {
  return {
    blockNumber: BigInt(row['block'] as number),
    logIndex: row['log_index'] as number,
    txHash: row['tx_hash'] as Hash,
    time: row['time'] as number,
  };
}

function toInfoLeaf(row: Row): InfoLeaf {
  return {
    index: row['idx'] as number,
    mainnetExitRoot: row['mainnet_exit_root'] as Hex,
    rollupExitRoot: row['rollup_exit_root'] as Hex,
    globalExitRoot: row['global_exit_root'] as Hex,
    parentHash: row['parent_hash'] as Hash,
    ...place(row),
  };
}

function toVerification(row: Row): Verification {
  return {
    sequence: row['sequence'] as number,
    rollupId: row['rollup_id'] as number,
    batch: BigInt(row['batch'] as number),
    stateRoot: row['state_root'] as Hex,
    exitRoot: row['exit_root'] as Hex,
    rollupExitRoot: row['rollup_exit_root'] as Hex,
    ...place(row),
  };
}
