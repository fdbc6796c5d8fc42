import { afterAll, beforeAll, expect, test } from 'vitest';
import { environment } from '#core';
import { assertNothingLost } from './testingAssertions.ts';
import { runMarathon } from './testingMarathon.ts';
import { type ProcessStack, startProcessStack } from './testingProcesses.ts';

const seed = Number(environment('BIGFILE_SEED') ?? Date.now() % 1_000_000);
const kills = Number(environment('BIGFILE_KILLS') ?? 104);
let stack: ProcessStack;

beforeAll(async () => {
  stack = await startProcessStack();
}, 900_000);
afterAll(() => stack?.stop());

test(`${kills} kills under load, seed ${seed}`, { timeout: 7_200_000 }, async () => {
  console.log(`seed ${seed}; again: BIGFILE_SEED=${seed} BIGFILE_KILLS=${kills} npm run test:long`);
  const started = performance.now();
  const { load, killed, manners } = await runMarathon({
    ...{ stack, kills, seed },
    onKill: ({ number, name, manner }) => console.log(`${number} of ${kills}: ${name}, ${manner}`),
  });
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  console.log(
    `seed ${seed}`,
    killed,
    manners,
    `${load.acknowledged.length} transactions, ${minutes} minutes`,
  );
  for (const name of stack.names)
    expect(killed[name]).toBeGreaterThanOrEqual(Math.floor(kills / stack.names.length));
  // A place now and then is not reached in time; each must be, mostly.
  for (const manner of [
    'seal.executed',
    'pool.journaled',
    'l1.broadcast',
    'claim.broadcast',
    'proof.running',
  ] as const)
    expect(manners[manner]).toBeGreaterThanOrEqual(Math.floor(kills / 40));
  await assertNothingLost({ stack, load });
});
