import type { DatabaseSync } from 'node:sqlite';

/** When a leaf of the L1 info tree was first seen on a rollup. */
export interface Imports {
  /** @param seenAt milliseconds since the epoch; the first one of a leaf stays */
  add(o: { network: number; leaf: number; seenAt: number }): void;
  /** The first leaf from `leaf` on that was seen there. */
  from(o: { network: number; leaf: number }): { leaf: number; seenAt: number } | undefined;
  /** Seconds between the L1 block of a leaf and its arrival, of the newest `limit`. */
  delays(o: { network: number; limit: number }): number[];
  /** Forgets leaves that a reorg of the L1 removed: those from `leaf` on. */
  rollback(leaf: number): void;
  /** The same for one rollup whose own reorg took them away again. */
  forget(network: number, leaf: number): void;
}

export function createImports(database: DatabaseSync): Imports {
  const insert = database.prepare('INSERT OR IGNORE INTO import VALUES (?, ?, ?)');
  const first = database.prepare(
    'SELECT leaf, seen_at FROM import WHERE network = ? AND leaf >= ? ORDER BY leaf LIMIT 1',
  );
  const delays = database.prepare(`SELECT seen_at / 1000.0 - time AS seconds FROM import
    JOIN info_leaf ON idx = leaf WHERE network = ? ORDER BY leaf DESC LIMIT ?`);
  const cut = database.prepare('DELETE FROM import WHERE leaf >= ?');
  const cutOne = database.prepare('DELETE FROM import WHERE network = ? AND leaf >= ?');
  return {
    add: ({ network, leaf, seenAt }) => void insert.run(network, leaf, seenAt),
    from({ network, leaf }) {
      const row = first.get(network, leaf);
      return row && { leaf: row['leaf'] as number, seenAt: row['seen_at'] as number };
    },
    delays: ({ network, limit }) =>
      delays.all(network, limit).map((row) => row['seconds'] as number),
    rollback: (leaf) => void cut.run(leaf),
    forget: (network, leaf) => void cutOne.run(network, leaf),
  };
}
