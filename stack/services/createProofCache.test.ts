import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProofCache } from './createProofCache.ts';
import { proofCalldata } from './proveBatchRange.ts';

const key = { inputSnark: 5n, domain: 6n, root: 7n, keyHash: '0x08' };
const proof = { proof: proofCalldata([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]), ms: 12 };

test('default: a proof outlives the process, and only for the same statement', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'proofs-'));
  await createProofCache({ dir }).put(key, proof);
  const reopened = createProofCache({ dir });
  expect(await reopened.get(key)).toEqual(proof);
  for (const change of [{ inputSnark: 1n }, { domain: 1n }, { root: 1n }, { keyHash: '0x' }]) {
    expect(await reopened.get({ ...key, ...change })).toBeUndefined();
  }
  expect(readdirSync(dir)).toHaveLength(1);
  rmSync(dir, { recursive: true });
});

test('behavior: without a folder it is kept in memory', async () => {
  const cache = createProofCache({});
  await cache.put(key, proof);
  expect(await cache.get(key)).toEqual(proof);
});

test('behavior: a proof is padded to 24 words with zeros', () => {
  expect(proof.proof).toHaveLength(24);
  expect(proof.proof.slice(8).every((word) => BigInt(word) === 0n)).toBe(true);
  expect(proof.proof[7]).toBe(`0x${'0'.repeat(63)}8`);
});
