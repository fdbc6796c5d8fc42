import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertNothingLost } from './testingAssertions.ts';
import { runMarathon } from './testingMarathon.ts';
import { type ProcessStack, startProcessStack } from './testingProcesses.ts';

let stack: ProcessStack;

beforeAll(async () => {
  stack = await startProcessStack();
}, 900_000);
afterAll(() => stack?.stop());

test('every process is killed once under load, most of them at a bad moment', {
  timeout: 900_000,
}, async () => {
  const { load, killed, manners } = await runMarathon({
    ...{ stack, kills: stack.names.length, seed: 1 },
  });
  expect(Object.keys(killed).sort()).toEqual([...stack.names].sort());
  expect(manners).toMatchObject({
    'seal.executed': 2,
    'pool.journaled': 1,
    'l1.broadcast': 1,
    'claim.broadcast': 1,
    'proof.running': 1,
  });
  expect(load.acknowledged.length).toBeGreaterThan(20);
  await assertNothingLost({ stack, load });
});
