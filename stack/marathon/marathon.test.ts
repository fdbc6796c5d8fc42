import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertNothingLost, runMarathon } from './testingMarathon.ts';
import { type ProcessStack, startProcessStack } from './testingProcesses.ts';

let stack: ProcessStack;

beforeAll(async () => {
  stack = await startProcessStack();
}, 240_000);
afterAll(() => stack?.stop());

test('every process is killed once under load', { timeout: 480_000 }, async () => {
  const { load, killed } = await runMarathon({ stack, kills: stack.names.length, seed: 1 });
  expect(Object.keys(killed).sort()).toEqual([...stack.names].sort());
  expect(load.acknowledged.length).toBeGreaterThan(20);
  await assertNothingLost({ stack, load });
});
