import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address, Hex } from 'viem';
import { expect, test } from 'vitest';
import { ExitTree } from './ExitTree.ts';
import { encodeGlobalIndex } from './globalIndex.ts';
import { leafHash } from './leafHash.ts';

/** Conformance vectors of the CDK components, kept outside this repository. */
const folder =
  process.env['BIGFILE_VECTORS'] ?? join(import.meta.dirname, '../../../shared/vectors');
const absent = `no conformance vectors at ${folder}`;

interface LeafVector {
  originNetwork: number;
  tokenAddress: Address;
  amount: Hex;
  destinationNetwork: number;
  destinationAddress: Address;
  metadata: Hex;
  leafValue: Hex;
}

function read<T>(name: string): T[] | undefined {
  const path = join(folder, `${name}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T[]) : undefined;
}

function hashOf(v: LeafVector): Hex {
  return leafHash({
    leafType: 0,
    originNetwork: v.originNetwork,
    originAddress: v.tokenAddress,
    destinationNetwork: v.destinationNetwork,
    destinationAddress: v.destinationAddress,
    amount: BigInt(v.amount),
    metadata: v.metadata,
  });
}

test('vectors: bridge leaves', ({ skip }) => {
  const vectors = read<LeafVector>('bridge-leaf') ?? skip(absent);
  expect(vectors.map(hashOf)).toEqual(vectors.map((v) => v.leafValue));
});

test('vectors: bridge roots', ({ skip }) => {
  type Vector = {
    previousLeafsValues: Hex[];
    currentRoot: Hex;
    newLeaf: LeafVector & { currentLeafValue: Hex };
    newRoot: Hex;
  };
  for (const v of read<Vector>('bridge-root') ?? skip(absent)) {
    const tree = new ExitTree(v.previousLeafsValues);
    expect(tree.root()).toBe(v.currentRoot);
    expect(hashOf(v.newLeaf)).toBe(v.newLeaf.currentLeafValue);
    tree.append(v.newLeaf.currentLeafValue);
    expect(tree.root()).toBe(v.newRoot);
  }
});

test('vectors: L1 info tree roots', ({ skip }) => {
  type Vector = { previousLeafValues: Hex[]; currentRoot: Hex; newLeafValue: Hex; newRoot: Hex };
  for (const v of read<Vector>('l1-info-tree-root') ?? skip(absent)) {
    const tree = new ExitTree(v.previousLeafValues);
    expect(tree.root()).toBe(v.currentRoot);
    tree.append(v.newLeafValue);
    expect(tree.root()).toBe(v.newRoot);
  }
});

test('vectors: global indexes', ({ skip }) => {
  type Vector = {
    indexLocal: string;
    indexRollup: string;
    isMainnet: boolean;
    expectedGlobalIndex: string;
  };
  for (const v of read<Vector>('global-index') ?? skip(absent)) {
    const globalIndex = encodeGlobalIndex({
      mainnetFlag: v.isMainnet,
      rollupIndex: BigInt(v.indexRollup),
      leafIndex: BigInt(v.indexLocal),
    });
    expect(globalIndex).toBe(BigInt(v.expectedGlobalIndex));
  }
});
