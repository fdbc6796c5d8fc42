import { type Hex, zeroHash } from 'viem';
import { ExitTree } from './ExitTree.ts';

/**
 * Tree of rollup exit roots: leaf i is the last local exit root of rollup id i + 1, 0 where nothing
 * was verified yet.
 * @param localExitRoots by rollup id
 */
export function rollupExitTree(localExitRoots: ReadonlyMap<number, Hex>): ExitTree {
  const rollups = Math.max(0, ...localExitRoots.keys());
  return new ExitTree(
    Array.from({ length: rollups }, (_, index) => localExitRoots.get(index + 1) ?? zeroHash),
  );
}
