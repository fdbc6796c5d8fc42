import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { componentImage } from './componentImage.ts';
import { containerTest } from './testing.ts';
import { type ContainerStack, startContainerStack } from './testingStack.ts';

const NAMES = [
  ...['l1', 'l2', 'bridge', 'sequence-sender', 'aggregator', 'scheduler'],
  ...['validator1', 'validator2', 'validator3', 'provider1', 'provider2', 'provider3'],
];
let its: ContainerStack;

beforeAll(async () => {
  if (inject('noContainers') === undefined) its = await startContainerStack();
});
afterEach(() => its?.assertWhole());
afterAll(() => its?.[Symbol.asyncDispose]());

/** Freezes a container while something is done: it keeps its connections and answers nobody. */
async function whileFrozen(name: string, run: () => Promise<void>): Promise<void> {
  await its.container(name).pause();
  try {
    await run();
  } finally {
    await its.container(name).unpause();
  }
}

containerTest('default: every role has a container of its own, and answers /health', async () => {
  const listed = await its.listed();
  expect([...listed.keys()].sort()).toEqual([...NAMES].sort());
  for (const [name, { Image, Ports }] of listed) {
    const component = name.replace(/^(validator|provider)\d$/, '$1');
    expect(Image).toBe(componentImage({ component }).image);
    const port = Ports.find(({ PublicPort }) => PublicPort)?.PublicPort;
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  }
});

containerTest(
  'fault: with the sequence sender frozen batches wait, and settle when it wakes',
  async () => {
    let last = 0n;
    await whileFrozen('sequence-sender', async () => {
      const first = await its.transfer();
      await its.closed(first.batch);
      last = (await its.transfer()).batch;
      await its.closed(last);
      expect((await its.heights()).sequenced).toBeLessThan(first.batch);
    });
    await its.until('both batches to be verified', ({ verified }) => verified >= last);
  },
);

containerTest(
  'fault: with the aggregator frozen batches are sequenced, and proven when it wakes',
  async () => {
    let last = 0n;
    await whileFrozen('aggregator', async () => {
      last = (await its.transfer()).batch;
      const { verified } = await its.until(
        'it to be sequenced',
        ({ sequenced }) => sequenced >= last,
      );
      expect(verified).toBeLessThan(last);
    });
    await its.until('the batch to be verified', ({ verified }) => verified >= last);
  },
);

containerTest(
  'fault: with one of three validators frozen settlement goes on with two',
  async () => {
    await whileFrozen('validator1', async () => {
      const { batch } = await its.transfer();
      await its.until('the batch to be verified', ({ verified }) => verified >= batch);
    });
  },
);
