import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { size } from 'viem';
import { expect, test } from 'vitest';
import type { Artifact } from './artifact.ts';

const ARTIFACTS = resolve(import.meta.dirname, '../artifacts/contracts');
/** EIP-170. */
const LIMIT = 24_576;

test('every contract fits a chain', () => {
  const files = readdirSync(ARTIFACTS, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.json') && !file.includes('.t.sol') && !file.startsWith('test/'),
  );
  const sizes = files.map((file) => {
    const { deployedBytecode } = JSON.parse(
      readFileSync(join(ARTIFACTS, file), 'utf8'),
    ) as Artifact;
    return { name: basename(file, '.json'), bytes: size(deployedBytecode ?? '0x') };
  });
  expect(sizes.find(({ name }) => name === 'RollupManager')).toBeDefined();
  expect(sizes.filter(({ bytes }) => bytes > LIMIT)).toEqual([]);
});
