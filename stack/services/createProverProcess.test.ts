import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { batchCircuitInputs, batchMessage, ensureCircuit, signBatch } from '#circuits';
import { waitFor } from '#core';
import { createProverProcess } from './createProverProcess.ts';
import { statementOf, validatorKeys, validatorSet } from './testing.ts';

const cacheDir = join(import.meta.dirname, '../../.bigfile/cache/circuits');
const circuit = await ensureCircuit({ name: 'batch-k-of-3', cacheDir });
const prover = createProverProcess(circuit);
afterAll(() => prover.close());

const domain = 7n;
const { inputSnark } = statementOf({ from: 1, to: 2 });
const message = batchMessage({ domain, epoch: validatorSet.epoch, inputSnark });
const signatures = validatorKeys.map(({ secret }, i) =>
  i < validatorSet.k ? signBatch({ secret, message }) : undefined,
);
const inputs = batchCircuitInputs({ set: validatorSet, domain, inputSnark, signatures });

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
    expect.objectContaining({ code: 'STACK_PROVER_FAILED', reason: 'STACK_PROVER_DIED' }),
  );
  expect((await prover.prove(inputs)).signals).toHaveLength(3);
});

test('error: inputs that do not fit', async () => {
  await expect(prover.prove({})).rejects.toThrow(
    expect.objectContaining({ code: 'STACK_PROVER_FAILED' }),
  );
});
