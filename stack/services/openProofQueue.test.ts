import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Prover, ProverFailedError } from '#circuits';
import { openProofQueue } from './openProofQueue.ts';
import { proofCalldata } from './proveBatchRange.ts';

const dir = mkdtempSync(join(tmpdir(), 'proofs-'));
afterAll(() => rmSync(dir, { recursive: true }));

const words = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n] as const;
const key = { inputSnark: 5n, domain: 6n, root: 7n, keyHash: '0x08' };
const order = { key, batch: 9n, inputs: { k: 2n, keys: [[1n, 2n]] } };
const result = { proof: words, signals: [], snarkjsProof: null, ms: 12, witnessMs: 1 };
const made = { proof: proofCalldata(words), ms: 12 };

/** A prover whose proofs are ready when the test says so. */
function controlled() {
  const gates: (() => void)[] = [];
  const inputs: unknown[] = [];
  const prover: Prover = {
    prove: (given, { signal } = {}) =>
      new Promise((resolve, reject) => {
        inputs.push(given);
        gates.push(() => resolve(result));
        signal?.addEventListener('abort', () =>
          reject(new ProverFailedError({ reason: 'CIRCUITS_PROVER_CANCELLED', message: '' })),
        );
      }),
    verify: async () => true,
    close: async () => undefined,
  };
  return { prover, inputs, finish: () => gates.shift()?.() };
}

test('default: an order is made once, and its proof outlives the process', async () => {
  const path = join(dir, 'once.sqlite');
  const { prover, inputs, finish } = controlled();
  const queue = openProofQueue({ path, prover });
  const both = [queue.prove(order), queue.prove(order)];
  expect(queue.waiting()).toBe(1);
  finish();
  expect(await Promise.all(both)).toEqual([made, made]);
  expect(inputs).toHaveLength(1);
  await queue.close();
  const again = openProofQueue({ path, prover });
  expect(await again.find(key)).toEqual(made);
  for (const change of [{ inputSnark: 1n }, { domain: 1n }, { root: 1n }, { keyHash: '0x' }]) {
    expect(again.find({ ...key, ...change })).toBeUndefined();
  }
  expect(inputs).toHaveLength(1);
  await again.close();
});

test('behavior: what was in the making when the process ended is made by the next one', async () => {
  const path = join(dir, 'restart.sqlite');
  const first = controlled();
  const queue = openProofQueue({ path, prover: first.prover });
  const interrupted = queue.prove(order);
  await queue.close();
  await expect(interrupted).rejects.toThrow(ProverFailedError);
  const second = controlled();
  const again = openProofQueue({ path, prover: second.prover });
  expect(again.waiting()).toBe(1);
  expect(second.inputs).toEqual([{ k: '2', keys: [['1', '2']] }]);
  const resumed = again.find(key);
  second.finish();
  expect(await resumed).toEqual(made);
  await again.close();
});

test('behavior: what is about something else is cancelled and forgotten', async () => {
  const path = join(dir, 'cancel.sqlite');
  const { prover } = controlled();
  const queue = openProofQueue({ path, prover });
  const stale = queue.prove({ ...order, key: { ...key, root: 1n } });
  const wanted = queue.prove(order);
  wanted.catch(() => undefined);
  queue.keepOnly(key);
  await expect(stale).rejects.toMatchObject({ reason: 'CIRCUITS_PROVER_CANCELLED' });
  expect(queue.find({ ...key, root: 1n })).toBeUndefined();
  expect(queue.waiting()).toBe(1);
  await queue.close();
});

test('error: a failed order is forgotten, and a proof that does not verify is none', async () => {
  const { prover } = controlled();
  const failing = openProofQueue({
    prover: {
      ...prover,
      prove: async () => {
        throw new ProverFailedError({ reason: 'CIRCUITS_WITNESS_FAILED', message: 'no' });
      },
    },
  });
  await expect(failing.prove(order)).rejects.toMatchObject({ reason: 'CIRCUITS_WITNESS_FAILED' });
  expect(failing.find(key)).toBeUndefined();
  const invalid = openProofQueue({
    prover: { ...prover, prove: async () => result, verify: async () => false },
  });
  await expect(invalid.prove(order)).rejects.toMatchObject({ code: 'STACK_PROOF_INVALID' });
});

test('behavior: a proof is padded to 24 words with zeros', () => {
  expect(made.proof).toHaveLength(24);
  expect(made.proof.slice(8).every((word) => BigInt(word) === 0n)).toBe(true);
  expect(made.proof[7]).toBe(`0x${'0'.repeat(63)}8`);
});

test('behavior: what is cleared is cancelled, and can be ordered again at once', async () => {
  const { prover, inputs, finish } = controlled();
  const queue = openProofQueue({ prover });
  const cancelled = queue.prove(order);
  queue.clear();
  expect(queue.waiting()).toBe(0);
  const again = queue.prove(order);
  await expect(cancelled).rejects.toMatchObject({ code: expect.stringContaining('PROVER') });
  expect(queue.waiting()).toBe(1);
  finish();
  finish();
  expect(await again).toEqual(made);
  expect(inputs).toHaveLength(2);
  await queue.close();
});
