import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { depositBig } from '#bridge';
import { waitFor } from '#core';
import { ServiceDiedError } from '../errors.ts';
import { publicClientOf, walletClientOf } from '../run/clients.ts';
import type { AggregatorStatus } from '../services/index.ts';
import { containerTest } from './testing.ts';
import { type ContainerStack, startContainerStack } from './testingStack.ts';

/** The aggregator gives a validator half a minute, and the machine may be busy. */
const TIMEOUT_MS = 240_000;
let its: ContainerStack;
let ended = false;

beforeAll(async () => {
  if (inject('noContainers') === undefined) its = await startContainerStack();
});
afterEach(async () => {
  if (!ended) await its?.assertWhole();
});
afterAll(() => its?.[Symbol.asyncDispose]());

const aggregatorStatus = async () =>
  (await (await fetch(`${its.stack.info.aggregator!.url}/status`)).json()) as AggregatorStatus;

containerTest(
  'fault: with two of three validators frozen settlement stops, says why, and goes on with one of them',
  async () => {
    const frozen = ['validator1', 'validator2'];
    for (const name of frozen) await its.container(name).pause();
    const { batch } = await its.transfer();
    const status = await waitFor({
      what: 'the aggregator to say who does not answer',
      timeoutMs: TIMEOUT_MS,
      check: async () => {
        const now = await aggregatorStatus();
        return now.lastError?.code === 'STACK_TOO_FEW_SIGNATURES' ? now : undefined;
      },
    });
    expect(status.lastError!.reasons).toEqual(
      frozen.map((name) => ({
        validator: expect.stringContaining(`//${name}:`),
        code: 'STACK_VALIDATOR_UNREACHABLE',
        message: expect.any(String),
      })),
    );
    expect((await its.heights()).verified).toBeLessThan(batch);
    await its.container('validator2').unpause();
    await its.until('the batch to be verified', ({ verified }) => verified >= batch);
    await its.container('validator1').unpause();
  },
);

containerTest(
  'fault: with the L1 frozen the L2 goes on, and what was made meanwhile settles',
  async () => {
    await its.container('l1').pause();
    const first = await its.transfer();
    await its.closed(first.batch);
    const second = await its.transfer();
    await its.closed(second.batch);
    await its.container('l1').unpause();
    await its.until('both batches to be verified', ({ verified }) => verified >= second.batch);
  },
);

containerTest(
  'fault: batches that wait for a sequence sender that is cut off settle once, and none twice',
  async () => {
    await its.cutOff('sequence-sender');
    const first = await its.transfer();
    await its.closed(first.batch);
    const second = await its.transfer();
    await its.closed(second.batch);
    expect((await its.heights()).sequenced).toBeLessThan(first.batch);
    await its.rejoin('sequence-sender');
    await its.until('both batches to be verified', ({ verified }) => verified >= second.batch);
  },
);

containerTest(
  'fault: a deposit that was made while the bridge was cut off is claimed afterwards',
  async () => {
    const { info, l1, l2 } = its.stack;
    const user = info.accounts[1]!;
    const client = publicClientOf(l2);
    const before = await client.getBalance(user);
    await its.cutOff('bridge');
    const hash = await depositBig(walletClientOf({ chain: l1, account: user }), {
      bridge: info.contracts.l1['bridge']!,
      big: info.contracts.l1['big']!,
      ...{ rollupId: info.rollupId, amount: 5n },
    });
    await publicClientOf(l1).waitForTransactionReceipt({ hash });
    // A batch of the L2 later, nobody has claimed it.
    await its.closed((await its.transfer()).batch);
    expect(await client.getBalance(user)).toBeLessThan(before);
    const cutOff = await client.getBalance(user);
    await its.rejoin('bridge');
    await waitFor({
      what: 'the claim on the L2',
      timeoutMs: TIMEOUT_MS,
      check: async () => (await client.getBalance(user)) === cutOff + 5n || undefined,
    });
  },
);

containerTest(
  'error: a killed part that the stack cannot do without ends it, and is told with its last lines',
  async () => {
    ended = true;
    const died = its.stack.supervisor.died.catch((error: unknown) => error);
    await its.container('aggregator').kill({ signal: 'SIGKILL' });
    const error = (await died) as ServiceDiedError;
    expect(error).toBeInstanceOf(ServiceDiedError);
    expect(error.message).toContain('The aggregator process died (exit code 137)');
    expect(error.details).toContain('"name":"aggregator"');
    expect(error.message).toContain('aggregator.log');
  },
);
