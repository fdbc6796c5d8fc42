import { decodeFunctionData, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobMarketAbi } from '#contracts';
import { createLogger, startJsonApi } from '#core';
import {
  getJob,
  JOB_STATES,
  type JobState,
  type MarketClient,
  MarketRevertError,
  signOffer,
  toBytes32,
} from '#market/sdk';
import { createMatcher } from './createMatcher.ts';
import type { JobDecisions } from './types.ts';

const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const jobMarket = `0x${'a'.repeat(40)}` as const;
const scheduler = `0x${'b'.repeat(40)}` as const;
const logger = createLogger('test').child({}, { level: 'silent' });
const soon = BigInt(Math.floor(Date.now() / 1000)) + 1000n;

/** They ask 40, 30 and 10 wei; the third one declines. */
const accounts = ['1', '2', '3', '4'].map((digit) => privateKeyToAccount(word(digit)));
const endpoints: { url: string; stop(): Promise<void> }[] = [];
let asked = 0;

beforeAll(async () => {
  for (const [i, account] of accounts.entries()) {
    const quote = async () => {
      asked += 1;
      if (i === 2) return { accepted: false, code: 'HARDWARE_CLASS', have: 'cpu', want: 'gpu' };
      const terms = { price: BigInt(40 - i * 10), bond: 1n, maxJobs: 1, epoch: 0n };
      const ids = { provider: account.address, programId: word('5'), jobId: 1n, salt: word('6') };
      const offer = { ...ids, ...terms, validUntil: soon };
      const signature = await signOffer({ chainId: 424242, jobMarket, account, offer });
      return { accepted: true, offer, signature };
    };
    const routes = { 'POST /quote': quote };
    endpoints.push(await startJsonApi({ host: '127.0.0.1', port: 0, routes }));
  }
});
afterAll(() => Promise.all(endpoints.map((endpoint) => endpoint.stop())));

/** A chain with one job of at most 100 wei, which moves on as the calls tell it to. */
function fakeChain(o: { state: JobState; price?: bigint; refuse?: MarketRevertError }) {
  const chain = { state: o.state, price: o.price ?? 0n, calls: [] as string[] };
  const job = () => ({
    ...{ state: JOB_STATES.indexOf(chain.state), attempt: 1, maxPrice: 100n, minBond: 0n },
    ...{ scheduler: o.price ? jobMarket : scheduler, price: chain.price, programId: word('5') },
    ...{ windowEnd: 0n, assignBy: soon, ackBy: soon, fulfilBy: soon, finalBy: soon },
    ...(o.price && chain.calls.length === 0 ? { windowEnd: soon } : {}),
    needs: { hwClass: toBytes32(''), minVramMiB: 0, minMemoryMiB: 0, minCores: 0 },
  });
  const read = ({ functionName, args }: { functionName: string; args: readonly unknown[] }) => {
    const index = accounts.findIndex(({ address }) => address === args[0]);
    const record = { endpoint: endpoints[index]?.url, hwClass: word('0') };
    const ineligibility = toBytes32('');
    const amounts = { activeStake: 9n, freeStake: 9n, minimumOf: 1n, ceiling: 100n };
    const answers = { job: job(), provider: record, ineligibility, ...amounts };
    return answers[functionName as keyof typeof answers];
  };
  const send = async ({ data }: { data: Hex }) => {
    if (o.refuse) throw o.refuse;
    const { args, functionName } = decodeFunctionData({ abi: jobMarketAbi, data });
    chain.calls.push(functionName);
    if (functionName === 'propose') chain.price = args[1].price;
    chain.state = functionName === 'propose' ? 'PROPOSED' : 'ASSIGNED';
    return { transactionHash: word('9') };
  };
  const node = {
    readContract: async (o: never) => read(o),
    getBlock: async () => ({ timestamp: 0n }),
  };
  const client = {
    contracts: { jobMarket },
    chainId: async () => 424242,
    read: (run: (node: never) => unknown) => run(node as never),
    sender: { address: () => scheduler, send },
  } as unknown as MarketClient;
  return { chain, client };
}

async function attend(client: MarketClient) {
  const rounds: JobDecisions[] = [];
  const matcher = createMatcher({
    client,
    directory: { refresh: async () => accounts.map(({ address }) => address) },
    quoteTimeoutMs: 2000,
    requoteMs: 60_000,
    logger,
    signal: new AbortController().signal,
    onDecisions: (decisions) => rounds.push(decisions),
  });
  await matcher.attend(await getJob(client, { jobId: 1n }));
  return { rounds, again: async () => matcher.attend(await getJob(client, { jobId: 1n })) };
}

test('proposes the cheapest offer, makes it final, and tells what became of the others', async () => {
  const { chain, client } = fakeChain({ state: 'OPEN' });
  const { rounds } = await attend(client);
  expect(chain.calls).toEqual(['propose', 'finalizeAssign']);
  expect(chain.price).toBe(10n);
  expect(rounds.at(-1)?.chosen).toMatchObject({ provider: accounts[3]?.address, price: 10n });
  expect(rounds.at(-1)?.decisions.map(({ verdict, code }) => [verdict, code])).toEqual([
    ['accepted', 'OFFERED'],
    ['accepted', 'OFFERED'],
    ['declined', 'HARDWARE_CLASS'],
    ['accepted', 'OFFERED'],
  ]);
});

test('finishes its own proposal after a restart without asking again', async () => {
  const { chain, client } = fakeChain({ state: 'PROPOSED' });
  asked = 0;
  await attend(client);
  expect(chain.calls).toEqual(['finalizeAssign']);
  expect(asked).toBe(0);
});

test("undercuts another scheduler's proposal, and only when it is cheaper", async () => {
  const dear = fakeChain({ state: 'PROPOSED', price: 50n });
  await attend(dear.client);
  expect(dear.chain.calls[0]).toBe('propose');
  const cheap = fakeChain({ state: 'PROPOSED', price: 10n });
  await attend(cheap.client);
  expect(cheap.chain.calls).toEqual([]);
});

test('takes a lost race lightly, and asks no more than needed', async () => {
  const refuse = new MarketRevertError({ errorName: 'BadState', args: {}, cause: undefined });
  const { client } = fakeChain({ state: 'OPEN', refuse });
  const { again } = await attend(client);
  asked = 0;
  await again();
  expect(asked).toBe(0);
  const broke = new MarketRevertError({ errorName: 'NotScheduler', args: {}, cause: undefined });
  const unstaked = fakeChain({ state: 'OPEN', refuse: broke });
  await expect(attend(unstaked.client)).rejects.toThrow(MarketRevertError);
});
