import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hex } from 'viem';
import { expect, test } from 'vitest';
import { rollupExitTree } from './rollupExitTree.ts';

// The contracts are checked against the same file.
const path = join(import.meta.dirname, '../../contracts/vectors/hashes.json');
const { rollupExitRoot } = JSON.parse(readFileSync(path, 'utf8')) as {
  rollupExitRoot: { localExitRoots: Hex[]; root: Hex }[];
};

test('rollup exit roots', () => {
  for (const { localExitRoots, root } of rollupExitRoot) {
    const byRollup = localExitRoots.map((exitRoot, i): [number, Hex] => [i + 1, exitRoot]);
    expect(rollupExitTree(new Map(byRollup)).root()).toBe(root);
  }
});
