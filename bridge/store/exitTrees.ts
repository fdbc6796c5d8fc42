import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from 'viem';
import { ExitTree } from '../tree/ExitTree.ts';
import type { TreeNodes } from '../tree/TreeNodes.ts';

/** The exit tree of each network, its nodes and all its former roots in the database. */
export interface ExitTrees {
  leafCount(network: number): number;
  /** Adds a leaf and remembers the root that it leads to. */
  append(network: number, leaf: Hex): void;
  /** How many leaves the tree had when its root was this one. */
  leafCountOf(network: number, root: Hex): number | undefined;
  root(network: number, leafCount?: number): Hex;
  /** @throws TreeSizeError, LeafIndexError */
  proof(o: { network: number; index: number; leafCount: number }): Hex[];
  truncate(network: number, leafCount: number): void;
  /** Reads the sizes from the database again, after a write was undone. */
  forget(network: number): void;
}

export function createExitTrees(database: DatabaseSync): ExitTrees {
  const trees = new Map<number, ExitTree>();
  const addRoot = database.prepare('INSERT OR IGNORE INTO exit_root VALUES (?, ?, ?)');
  const sizeOf = database.prepare(
    'SELECT leaf_count AS n FROM exit_root WHERE network = ? AND root = ?',
  );
  const cutRoots = database.prepare('DELETE FROM exit_root WHERE network = ? AND leaf_count > ?');
  const tree = (network: number): ExitTree => {
    const known = trees.get(network) ?? new ExitTree([], storedNodes(database, network));
    trees.set(network, known);
    return known;
  };
  const emptyRoot = new ExitTree().root();
  return {
    leafCount: (network) => tree(network).leafCount,
    append(network, leaf) {
      tree(network).append(leaf);
      addRoot.run(network, tree(network).root(), tree(network).leafCount);
    },
    leafCountOf(network, root) {
      if (root === emptyRoot) return 0;
      return sizeOf.get(network, root)?.['n'] as number | undefined;
    },
    root: (network, leafCount) => tree(network).root(leafCount),
    proof: ({ network, index, leafCount }) => tree(network).proof(index, leafCount),
    truncate(network, leafCount) {
      tree(network).truncate(leafCount);
      cutRoots.run(network, leafCount);
    },
    forget: (network) => void trees.delete(network),
  };
}

function storedNodes(database: DatabaseSync, network: number): TreeNodes {
  const add = database.prepare('INSERT INTO tree_node VALUES (?, ?, ?, ?)');
  const get = database.prepare(
    'SELECT node FROM tree_node WHERE network = ? AND level = ? AND position = ?',
  );
  const size = database.prepare(
    'SELECT coalesce(max(position) + 1, 0) AS n FROM tree_node WHERE network = ? AND level = 0',
  );
  const levels = database.prepare(
    'SELECT coalesce(max(level), 0) AS n FROM tree_node WHERE network = ?',
  );
  const cut = database.prepare(
    'DELETE FROM tree_node WHERE network = ? AND level = ? AND position >= ?',
  );
  let leafCount = size.get(network)?.['n'] as number;
  return {
    leafCount: () => leafCount,
    get: (level, position) => get.get(network, level, position)?.['node'] as Uint8Array,
    add(level, position, node) {
      add.run(network, level, position, node);
      if (level === 0) leafCount = position + 1;
    },
    truncate(to) {
      const top = levels.get(network)?.['n'] as number;
      for (let level = 0; level <= top; level++) {
        cut.run(network, level, Math.floor(to / 2 ** level));
      }
      leafCount = to;
    },
  };
}
