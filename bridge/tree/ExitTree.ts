import { bytesToHex, type Hex, hexToBytes } from 'viem';
import { LeafIndexError, TreeSizeError } from '../errors.ts';
import { hashPair } from './hashPair.ts';
import { memoryNodes, type TreeNodes } from './TreeNodes.ts';

/** Levels between a leaf and the root, in every exit tree of the bridge. */
export const TREE_DEPTH = 32;

const zeroNodes = zeros();

/**
 * The bridge's append-only keccak tree of depth 32 (the deposit contract's algorithm), able to
 * answer for any earlier size. A root or a proof costs at most 32 hashes and twice as many reads of
 * stored nodes, whatever the size.
 */
export class ExitTree {
  readonly #nodes: TreeNodes;

  /** @param nodes where the nodes are kept, with what is there already; in memory unless told */
  constructor(leaves: Iterable<Hex> = [], nodes: TreeNodes = memoryNodes(TREE_DEPTH + 1)) {
    this.#nodes = nodes;
    for (const leaf of leaves) this.append(leaf);
  }

  get leafCount(): number {
    return this.#nodes.leafCount();
  }

  /** Adds a leaf and returns its index. */
  append(leaf: Hex): number {
    const index = this.leafCount;
    let node = hexToBytes(leaf, { size: 32 });
    for (let level = 0, position = index; level <= TREE_DEPTH; level++) {
      this.#nodes.add(level, position, node);
      if (position % 2 === 0) break;
      node = hashPair(this.#nodes.get(level, position - 1), node);
      position = (position - 1) / 2;
    }
    return index;
  }

  /**
   * Forgets all leaves from `leafCount` on, as after a reorg.
   * @throws TreeSizeError when the tree is smaller
   */
  truncate(leafCount: number): void {
    this.#assertSize(leafCount);
    this.#nodes.truncate(leafCount);
  }

  /**
   * Root of the tree of the first `leafCount` leaves; all of them unless told.
   * @throws TreeSizeError
   */
  root(leafCount: number = this.leafCount): Hex {
    return bytesToHex(this.#edge(leafCount)[TREE_DEPTH] as Uint8Array);
  }

  /**
   * The 32 siblings, from the leaf up, that prove leaf `index` in the tree of the first `leafCount`.
   * @throws TreeSizeError, LeafIndexError
   */
  proof(index: number, leafCount: number = this.leafCount): Hex[] {
    const edge = this.#edge(leafCount);
    if (!Number.isInteger(index) || index < 0 || index >= leafCount) {
      throw new LeafIndexError({ index, leafCount });
    }
    return Array.from({ length: TREE_DEPTH }, (_, level) => {
      const position = Math.floor(index / 2 ** level);
      const sibling = position % 2 === 0 ? position + 1 : position - 1;
      const full = Math.floor(leafCount / 2 ** level);
      if (sibling < full) return bytesToHex(this.#nodes.get(level, sibling));
      return bytesToHex(sibling === full ? (edge[level] as Uint8Array) : zeroNode(level));
    });
  }

  /** Per level, the node that starts at the first empty place or ends after it. */
  #edge(leafCount: number): Uint8Array[] {
    this.#assertSize(leafCount);
    const edge = [zeroNode(0)];
    for (let level = 0; level < TREE_DEPTH; level++) {
      const full = Math.floor(leafCount / 2 ** level);
      const node = edge[level] as Uint8Array;
      if (full % 2 === 1) edge.push(hashPair(this.#nodes.get(level, full - 1), node));
      else if (node === zeroNode(level)) edge.push(zeroNode(level + 1));
      else edge.push(hashPair(node, zeroNode(level)));
    }
    return edge;
  }

  #assertSize(leafCount: number): void {
    if (!Number.isInteger(leafCount) || leafCount < 0 || leafCount > this.leafCount) {
      throw new TreeSizeError({ asked: leafCount, leafCount: this.leafCount });
    }
  }
}

/** Root of an empty subtree. */
function zeroNode(level: number): Uint8Array {
  return zeroNodes[level] as Uint8Array;
}

function zeros(): Uint8Array[] {
  const nodes: Uint8Array[] = [new Uint8Array(32)];
  for (let level = 0; level < TREE_DEPTH; level++) {
    const node = nodes[level] as Uint8Array;
    nodes.push(hashPair(node, node));
  }
  return nodes;
}
