import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { waitFor } from '#core';
import { bigfileDone } from './bigfile.ts';
import {
  type ContainerHome,
  markOf,
  openContainerHome,
  settleTransfer,
} from './testingContainers.ts';
import { assertConserved } from './testStack.ts';

const STOP_TIMEOUT_MS = 120_000;
let home: ContainerHome;

beforeAll(async () => {
  if (inject('noContainers') === undefined) home = await openContainerHome();
});
afterAll(() => home?.[Symbol.asyncDispose]());

const statusOf = async () => {
  const { code, json } = await bigfileDone('status', '--json', '--data-dir', home.dataDir);
  return { code, status: json()[0] };
};

test('fault: a stack goes on without a validator that was killed, and status misses it', async (context) => {
  context.skip(home === undefined, inject('noContainers'));
  const info = await home.up();
  expect(await statusOf()).toMatchObject({ code: 0, status: { ok: true } });
  await home.container('validator3').kill({ signal: 'SIGKILL' });
  const missed = { ok: false, containers: { validator3: 'exited', validator2: 'running' } };
  expect(await statusOf()).toMatchObject({ code: 1, status: missed });
  await home.container('validator3').remove({ force: true });
  expect(await statusOf()).toMatchObject({
    ...{ code: 1, status: { ok: false, containers: { validator3: 'gone' } } },
  });
  await settleTransfer(info);
  await assertConserved(info);
});

// In this order each continues what the one before has left.
test.for(['bridge', 'l2', 'l1'])(
  'fault: the killed %s ends the stack, status says so, and the next up continues its chains',
  async (name, context) => {
    context.skip(home === undefined, inject('noContainers'));
    const running = await statusOf();
    const info =
      running.code === null || !running.status.info ? await home.up() : running.status.info;
    const before = await markOf(info);
    await home.container(name).kill({ signal: 'SIGKILL' });
    const { code, status } = await waitFor({
      what: 'the stack to stop',
      timeoutMs: STOP_TIMEOUT_MS,
      check: async () => {
        const now = await statusOf();
        return now.status.error?.code === 'STACK_NOT_RUNNING' ? now : undefined;
      },
    });
    expect(code).toBe(1);
    expect(status.error.next.join(' ')).toContain(`The ${name} process died (exit code 137)`);
    expect(await home.states()).toEqual({});

    const again = await home.up();
    const after = await markOf(again);
    expect(after.genesis).toBe(before.genesis);
    expect(after.l2.number).toBeGreaterThanOrEqual(before.l2.number);
    await settleTransfer(again);
    await assertConserved(again);
  },
);
