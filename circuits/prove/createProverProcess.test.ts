// SPDX-License-Identifier: GPL-3.0-or-later
import { afterAll, expect, test } from 'vitest';
import { waitFor } from '#core';
import { batchCase } from '../testing/forgeryCases.ts';
import { shipped } from '../testing/shipped.ts';
import { createProverProcess } from './createProverProcess.ts';

const { artifacts } = await shipped('batch-k-of-3');
const prover = createProverProcess(artifacts);
afterAll(() => prover.close());

const inputs = batchCase({ n: 3, k: 2 });

test('proves while this process goes on', { timeout: 120_000 }, async () => {
  let proven: Awaited<ReturnType<typeof prover.prove>> | undefined;
  let turns = 0;
  const proving = prover.prove(inputs).then((result) => {
    proven = result;
  });
  await waitFor({
    what: 'the proof',
    timeoutMs: 110_000,
    intervalMs: 10,
    check: () => {
      turns += 1;
      return proven;
    },
  });
  await proving;
  expect(turns).toBeGreaterThan(20);
  expect(await prover.verify(proven!)).toBe(true);
});

test('a process that is killed in the middle of a proof is started again', {
  timeout: 120_000,
}, async () => {
  const proving = prover.prove(inputs);
  process.kill(prover.pid()!, 'SIGKILL');
  await expect(proving).rejects.toThrow(
    expect.objectContaining({ code: 'CIRCUITS_PROVER_FAILED', reason: 'CIRCUITS_PROVER_DIED' }),
  );
  expect((await prover.prove(inputs)).signals).toHaveLength(3);
});

test('error: inputs that do not fit', async () => {
  await expect(prover.prove({})).rejects.toThrow(
    expect.objectContaining({ code: 'CIRCUITS_PROVER_FAILED' }),
  );
});

test('a cancelled proof ends, whether it is made or waits, and the next one is made', {
  timeout: 120_000,
}, async () => {
  const cancelled = expect.objectContaining({ reason: 'CIRCUITS_PROVER_CANCELLED' });
  const [making, waiting] = [new AbortController(), new AbortController()];
  const first = prover.prove(inputs, { signal: making.signal });
  const second = prover.prove(inputs, { signal: waiting.signal });
  const third = prover.prove(inputs);
  waiting.abort();
  await waitFor({
    what: 'the first proof to be in the making',
    timeoutMs: 60_000,
    check: () => prover.pid(),
  });
  making.abort();
  await expect(first).rejects.toThrow(cancelled);
  await expect(second).rejects.toThrow(cancelled);
  expect((await third).signals).toHaveLength(3);
});
