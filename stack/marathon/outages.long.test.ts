import { parseEther } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '#core';
import { depositBig } from '../l2/testingSettlement.ts';
import { assertNothingLost } from './testingAssertions.ts';
import { startLoad } from './testingLoad.ts';
import { during } from './testingMarathon.ts';
import { type ProcessStack, startProcessStack } from './testingProcesses.ts';

let stack: ProcessStack;

beforeAll(async () => {
  stack = await startProcessStack();
}, 900_000);
afterAll(() => stack?.stop());

interface Status {
  state: string;
  lastError: { code: string } | null;
}
const statusOf = async (url: string) => (await (await fetch(`${url}/status`)).json()) as Status;

test('outages: the services say so, and go on by themselves', { timeout: 3_600_000 }, async () => {
  const load = startLoad(stack);
  // Somebody's deposit is on its way when each of these begins.
  const deposit = () => depositBig(stack.rollup, parseEther('1'));
  await during(3_000);
  await deposit();

  // The L1 is away for half a minute: the L2 goes on meanwhile.
  await stack.kill('l1');
  const before = load.acknowledged.length;
  const reported = await waitFor({
    what: 'the sequence sender to say that it cannot go on',
    timeoutMs: 60_000,
    check: async () => {
      const status = await statusOf(stack.senderUrl);
      return status.state === 'failing' ? status : undefined;
    },
  });
  expect(reported.lastError).not.toBeNull();
  await during(30_000);
  expect(load.acknowledged.length).toBeGreaterThan(before);
  await stack.start('l1');
  await waitFor({
    what: 'the sequence sender to go on',
    timeoutMs: 120_000,
    check: async () => (await statusOf(stack.senderUrl)).lastError === null || undefined,
  });

  // Frozen processes answer nobody, and know nothing of it afterwards.
  for (const name of ['l1', 'l2', 'validator1']) {
    await deposit();
    stack.signal(name, 'SIGSTOP');
    // Two of three validators are enough; without a chain the sender says what it waits for.
    if (name !== 'validator1') {
      await waitFor({
        what: `the sequence sender to say that the ${name} does not answer`,
        timeoutMs: 240_000,
        check: async () => (await statusOf(stack.senderUrl)).state === 'failing' || undefined,
      });
    } else await during(8_000);
    stack.signal(name, 'SIGCONT');
    await waitFor({
      what: 'the sequence sender to go on',
      timeoutMs: 240_000,
      check: async () => (await statusOf(stack.senderUrl)).lastError === null || undefined,
    });
  }
  await load.stop();
  await assertNothingLost({ stack, load });
});
