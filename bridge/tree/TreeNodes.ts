/**
 * Where a tree keeps those of its nodes whose leaves are all there, about two a leaf. Such a node
 * never changes, so one copy serves every size that the tree ever has.
 */
export interface TreeNodes {
  leafCount(): number;
  /** @param position from the left, 0 is the first of its level; only asked for when it is there */
  get(level: number, position: number): Uint8Array;
  add(level: number, position: number, node: Uint8Array): void;
  /** Forgets every node that has a leaf from `leafCount` on. */
  truncate(leafCount: number): void;
}

/** Nodes in memory. */
export function memoryNodes(levels: number): TreeNodes {
  const nodes: Uint8Array[][] = Array.from({ length: levels }, () => []);
  return {
    leafCount: () => nodes[0]?.length ?? 0,
    get: (level, position) => nodes[level]?.[position] as Uint8Array,
    add: (level, _position, node) => void nodes[level]?.push(node),
    truncate(leafCount) {
      for (const [level, row] of nodes.entries()) row.length = Math.floor(leafCount / 2 ** level);
    },
  };
}
