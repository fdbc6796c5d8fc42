import { type Address, encodeFunctionData, type Hex, numberToHex } from 'viem';
import { describe, expect, test } from 'vitest';
import { jobMarketAbi } from '#contracts';
import {
  type AdmissionTransaction,
  allowList,
  censor,
  createHookRunner,
  define,
  denyList,
  type Hook,
  marketplaceLane,
  metrics,
  rateLimit,
} from './index.ts';

const [alice, bob, carol]: [Address, Address, Address] = [
  '0x00000000000000000000000000000000000000A1',
  '0x00000000000000000000000000000000000000b2',
  '0x00000000000000000000000000000000000000c3',
];
const market: Address = '0x0000000000000000000000000000000000000a4e';

let count = 0;
function transaction(o: Partial<AdmissionTransaction> = {}): AdmissionTransaction {
  count += 1;
  return {
    hash: numberToHex(count, { size: 32 }),
    from: alice,
    to: carol,
    nonce: 0n,
    value: 0n,
    gas: 21_000n,
    maxFeePerGas: 1n,
    maxPriorityFeePerGas: 1n,
    data: '0x',
    ...o,
  };
}

const errors: Error[] = [];
const logger = { error: (o: { err: Error }) => errors.push(o.err) } as never;
const runner = (...hooks: Hook[]) => createHookRunner({ hooks, logger });
const block = { number: 1n, batch: 2n };
const build = (hook: Hook, transactions: readonly AdmissionTransaction[]) =>
  runner(hook).build({ transactions, block });
const hashes = (...transactions: AdmissionTransaction[]) => transactions.map(({ hash }) => hash);

describe('lists', () => {
  test('the allow list lets nobody else in', async () => {
    const admit = runner(allowList({ senders: [alice] })).admit;
    await admit(transaction());
    await expect(admit(transaction({ from: bob }))).rejects.toThrow(`${bob} is not on the allow`);
  });

  test('the deny list keeps out senders and recipients', async () => {
    const admit = runner(denyList({ senders: [bob], recipients: [market] })).admit;
    await admit(transaction());
    await admit(transaction({ to: undefined }));
    await expect(admit(transaction({ from: bob }))).rejects.toThrow(/sender .* deny list/);
    const lower = market.toLowerCase() as Address;
    await expect(admit(transaction({ to: lower }))).rejects.toThrow(/recipient .* deny list/);
  });
});

test('the rate limit bounds each sender, and refills', async () => {
  let time = 0;
  const admit = runner(rateLimit({ perMinute: 6, burst: 2, now: () => time })).admit;
  await admit(transaction());
  await admit(transaction());
  await expect(admit(transaction())).rejects.toThrow(/6 transactions a minute; try again in 10 s/);
  await admit(transaction({ from: bob }));
  time += 10_000;
  await admit(transaction());
  await expect(admit(transaction())).rejects.toThrow(/try again/);
});

describe('the marketplace lane', () => {
  const ack = encodeFunctionData({
    abi: jobMarketAbi,
    functionName: 'ack',
    args: [1n, 1, numberToHex(0, { size: 32 })],
  });
  const claim: Hex = '0xccaa2d11';

  test('puts settlement first, with what its sender has before it', async () => {
    const flood = [0n, 1n].map((nonce) => transaction({ nonce }));
    const approve = transaction({ from: bob, nonce: 3n });
    const settle = transaction({ from: bob, nonce: 4n, to: market, data: ack });
    const after = transaction({ from: bob, nonce: 5n });
    const claims = transaction({ from: carol, to: market, data: claim });
    const given = [...flood, approve, settle, after, claims];
    expect(await build(marketplaceLane(), given)).toEqual(
      hashes(approve, settle, claims, ...flood, after),
    );
  });

  test('knows the market, when told', async () => {
    const elsewhere = transaction({ from: bob, to: carol, data: ack });
    const plain = transaction();
    const given = [plain, elsewhere];
    expect(await build(marketplaceLane({ market }), given)).toEqual(hashes(plain, elsewhere));
    expect(await build(marketplaceLane(), given)).toEqual(hashes(elsewhere, plain));
  });
});

test('the censor lets in and leaves out, with all that comes after', async () => {
  const given = [
    transaction({ nonce: 0n }),
    transaction({ nonce: 1n, to: market }),
    transaction({ nonce: 2n }),
    transaction({ from: bob }),
    transaction({ from: carol }),
  ];
  const hook = censor({ senders: [bob], recipients: [market] });
  await runner(hook).admit(given[3]!);
  expect(await build(hook, given)).toEqual(hashes(given[0]!, given[4]!));
});

describe('an order that cannot be', () => {
  const given = [
    transaction({ nonce: 7n }),
    transaction({ nonce: 8n }),
    transaction({ from: bob }),
  ];
  const [first, second, third] = hashes(...given) as [Hex, Hex, Hex];
  test.each<[string, unknown, RegExp]>([
    ['a nonce too early', [second, first], /nonce 8 of .* comes before 7/],
    ['a gap', [second], /comes before 7/],
    ['one twice', [first, first], /twice/],
    ['a stranger', [numberToHex(999, { size: 32 })], /was not given/],
    ['no list', 'all', /answered "all"/],
  ])('%s: the hook is passed over and named', async (_, answer, reason) => {
    errors.length = 0;
    const wrong = define({ name: 'wrong', points: { blockBuilding: () => answer as Hex[] } });
    const last = define({
      name: 'last',
      points: {
        blockBuilding: ({ transactions }) =>
          [...transactions]
            .reverse()
            .slice(0, 1)
            .map((t) => t.hash),
      },
    });
    const built = await runner(wrong, last).build({ transactions: given, block });
    expect(built).toEqual([third]);
    expect(errors).toMatchObject([
      {
        code: 'HOOK_FAILED',
        shortMessage: expect.stringContaining('wrong'),
        details: expect.stringMatching(reason),
      },
    ]);
  });
});

test('metrics count what passes', async () => {
  const hooks = runner(metrics());
  await hooks.admit(transaction());
  await hooks.tell('blockSealed', {
    number: 1n,
    hash: numberToHex(1, { size: 32 }),
    batch: 2n,
    timestamp: 1n,
    transactionHashes: hashes(transaction(), transaction()),
  });
  await hooks.tell('reorgSeen', { firstBlock: 4n, depth: 2 });
  const seen = Object.fromEntries(hooks.metrics().map(({ name, value }) => [name, value]));
  expect(seen).toMatchObject({
    transactions_asked_total: 1,
    blocks_sealed_total: 1,
    transactions_included_total: 2,
    l1_reorgs_total: 1,
    hook_failures_total: 0,
  });
});
