import { type Hex, keccak256, toHex, zeroHash } from 'viem';
import { expect, test } from 'vitest';
import { LeafIndexError, TreeSizeError } from '../errors.ts';
import { ExitTree } from './ExitTree.ts';
import { rollupExitTree } from './rollupExitTree.ts';
import { rootFromProof } from './rootFromProof.ts';

const emptyRoot = '0x27ae5ba08d7291c96c8cbddcc148bf48a6d68c7974b94356f53754ef6171d757';
const leaf = (i: number): Hex => keccak256(toHex(i, { size: 4 }));
const leaves = (count: number): Hex[] => Array.from({ length: count }, (_, i) => leaf(i));

/** Root by definition: level after level over the given leaves, empty subtrees filled in. */
function rootByDefinition(given: readonly Hex[]): Hex {
  let nodes = [...given];
  let zero: Hex = zeroHash;
  for (let level = 0; level < 32; level++) {
    if (nodes.length % 2 === 1) nodes.push(zero);
    nodes = Array.from({ length: nodes.length / 2 }, (_, i) =>
      keccak256(`${nodes[2 * i]}${nodes[2 * i + 1]?.slice(2)}` as Hex),
    );
    zero = keccak256(`${zero}${zero.slice(2)}` as Hex);
  }
  return nodes[0] ?? zero;
}

test('default: the empty tree has the published root', () => {
  expect(new ExitTree().root()).toBe(emptyRoot);
});

test('behavior: roots of every size equal the definition', () => {
  const tree = new ExitTree(leaves(37));
  for (let size = 0; size <= 37; size++) {
    expect(tree.root(size)).toBe(rootByDefinition(leaves(size)));
  }
});

test('behavior: every leaf proves itself against every later size', () => {
  const tree = new ExitTree(leaves(19));
  for (let size = 1; size <= 19; size++) {
    for (let index = 0; index < size; index++) {
      const proof = tree.proof(index, size);
      expect(proof).toHaveLength(32);
      expect(rootFromProof({ leaf: leaf(index), index, proof })).toBe(tree.root(size));
    }
  }
});

test('behavior: a proof does not fit another leaf, index or size', () => {
  const tree = new ExitTree(leaves(9));
  const proof = tree.proof(4, 8);
  expect(rootFromProof({ leaf: leaf(5), index: 4, proof })).not.toBe(tree.root(8));
  expect(rootFromProof({ leaf: leaf(4), index: 5, proof })).not.toBe(tree.root(8));
  expect(rootFromProof({ leaf: leaf(4), index: 4, proof })).not.toBe(tree.root(9));
});

test('property: truncating and appending again leads to the tree of the remaining leaves', () => {
  const tree = new ExitTree();
  let expected: Hex[] = [];
  for (let step = 0; step < 120; step++) {
    const cut = step % 7 === 6;
    const size = cut ? (step * 31) % (expected.length + 1) : expected.length;
    if (cut) tree.truncate(size);
    expected = expected.slice(0, size);
    if (!cut) tree.append(leaf(1000 + step));
    if (!cut) expected.push(leaf(1000 + step));
    expect(tree.leafCount).toBe(expected.length);
  }
  expect(tree.root()).toBe(rootByDefinition(expected));
});

test('error: sizes and indexes that are not there', () => {
  const tree = new ExitTree(leaves(3));
  expect(() => tree.root(4)).toThrow(TreeSizeError);
  expect(() => tree.proof(2, 2)).toThrow(LeafIndexError);
  expect(() => tree.proof(-1)).toThrow(LeafIndexError);
  expect(() => tree.truncate(4)).toThrow(TreeSizeError);
});

test('behavior: a rollup that was never verified is a zero leaf', () => {
  expect(rollupExitTree(new Map()).root()).toBe(emptyRoot);
  const tree = rollupExitTree(new Map([[3, leaf(1)]]));
  expect(tree.root()).toBe(rootByDefinition([zeroHash, zeroHash, leaf(1)]));
});
