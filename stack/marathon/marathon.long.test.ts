import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment } from '#core';
import { assertNothingLost, runMarathon } from './testingMarathon.ts';
import { type ProcessStack, startProcessStack } from './testingProcesses.ts';

const seed = Number(environment('BIGFILE_SEED') ?? Date.now() % 1_000_000);
const kills = Number(environment('BIGFILE_KILLS') ?? 104);
let stack: ProcessStack;

beforeAll(async () => {
  stack = await startProcessStack();
}, 300_000);
afterAll(() => stack?.stop());

test(`${kills} kills under load, seed ${seed}`, { timeout: 3_600_000 }, async () => {
  const { load, killed } = await runMarathon({ stack, kills, seed });
  console.log(`seed ${seed}`, killed, `${load.acknowledged.length} transactions`);
  for (const name of stack.names)
    expect(killed[name]).toBeGreaterThanOrEqual(Math.floor(kills / 8));
  await assertNothingLost({ stack, load });
});
