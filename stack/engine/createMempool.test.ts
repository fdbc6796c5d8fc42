import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concat, type Hex, keccak256, parseGwei, toRlp } from 'viem';
import { afterEach, expect, test } from 'vitest';
import { RpcError } from '../rpc/RpcError.ts';
import { createMempool } from './createMempool.ts';
import type { Mempool, MempoolOptions } from './mempoolTypes.ts';
import { openDevChain } from './openDevChain.ts';
import { parsePooled } from './parsePooled.ts';
import { alice, bob, carol, inputsAfter, signTransfer, testConfig } from './testing.ts';
import type { DevChain, EngineConfig } from './types.ts';

const chains: DevChain[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(chains.splice(0).map((chain) => chain.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function setUp(
  o: { config?: EngineConfig; journalPath?: string } & Partial<MempoolOptions> = {},
): Promise<{ chain: DevChain; mempool: Mempool }> {
  const { config, journalPath, ...options } = o;
  const chain = await openDevChain({
    config: config ?? testConfig(),
    ...(journalPath === undefined ? {} : { journalPath }),
  });
  chains.push(chain);
  return { chain, mempool: await createMempool({ chain, ...options }) };
}

const signDynamic = (o: Partial<Parameters<typeof alice.signTransaction>[0]>): Promise<Hex> =>
  alice.signTransaction({
    type: 'eip1559',
    chainId: 424242,
    nonce: 0,
    to: carol.address,
    gas: 21_000n,
    maxFeePerGas: parseGwei('2'),
    maxPriorityFeePerGas: 0n,
    ...o,
  } as Parameters<typeof alice.signTransaction>[0]);

/** Signed by nobody, since viem does not sign such a thing. */
const tipAboveFee = concat([
  '0x02',
  toRlp([
    ...['0x067932', '0x', '0x03', '0x02', '0x5208', carol.address, '0x', '0x'],
    [],
    ...['0x01', '0x01', '0x01'],
  ] as Hex[]),
]);

test.each<[string, () => Promise<Hex>, RegExp]>([
  [
    'another chain',
    () => signTransfer({ nonce: 0, chainId: 5 }),
    /invalid chain id, have 5 want 424242/,
  ],
  [
    'no chain id',
    () => alice.signTransaction({ type: 'legacy', nonce: 0, gas: 21_000n, gasPrice: 0n }),
    /EIP-155/,
  ],
  [
    'no funds',
    () => signTransfer({ from: carol, nonce: 0, value: 5n }),
    /insufficient funds.*have 0 want 5$/,
  ],
  ['too little gas', () => signTransfer({ nonce: 0, gas: 20_999n }), /have 20999, want 21000/],
  ['calldata gas', () => signTransfer({ nonce: 0, data: '0x00ff' }), /have 21000, want 21020/],
  [
    'too much gas',
    () => signTransfer({ nonce: 0, gas: 30_000_001n }),
    /have 30000001, limit 30000000/,
  ],
  ['a nonce far ahead', () => signTransfer({ nonce: 1025 }), /nonce too high/],
  ['a tip above the fee', async () => tipAboveFee, /tip .* cannot be higher than the fee cap/],
  [
    'a long initcode',
    () =>
      signDynamic({
        to: null,
        gas: 10_000_000n,
        maxFeePerGas: 0n,
        data: `0x${'01'.repeat(49_153)}`,
      }),
    /max initcode size exceeded/,
  ],
  [
    'an oversized one',
    () => signTransfer({ nonce: 0, gas: 20_000_000n, data: `0x${'01'.repeat(131_072)}` }),
    /oversized data/,
  ],
  ['a blob type', async () => '0x03c0', /transaction type 3 not supported, have types 0, 1 and 2/],
  ['a delegation type', async () => '0x04c0', /transaction type 4 not supported/],
  ['noise', async () => '0xc0ffee', /malformed|not signed|canonical/],
])('refuses %s', async (_, sign, reason) => {
  const { mempool, chain } = await setUp();
  const refusal = mempool.add(await sign());
  await expect(refusal).rejects.toThrow(RpcError);
  await expect(refusal).rejects.toMatchObject({
    code: -32000,
    message: expect.stringMatching(reason),
  });
  expect(chain.pending()).toEqual([]);
});

test('refuses a signature in the upper half, and trailing bytes', async () => {
  const { mempool } = await setUp();
  const raw = await signTransfer({ nonce: 0 });
  const { signature } = await parsePooled({ raw });
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const mirrored = (order - BigInt(signature.s)).toString(16).padStart(64, '0');
  await expect(mempool.add(raw.replace(signature.s.slice(2), mirrored))).rejects.toThrow(
    /upper half/,
  );
  await expect(mempool.add(`${raw}00`)).rejects.toMatchObject({ code: -32000 });
});

test('recovers the sender of each type', async () => {
  const legacy = await signTransfer({ nonce: 3 });
  const dynamic = await signDynamic({});
  const accessList = [{ address: bob.address, storageKeys: [`0x${'01'.repeat(32)}`] }] as const;
  const listed = await alice.signTransaction({
    type: 'eip2930',
    chainId: 424242,
    nonce: 0,
    gas: 30_000n,
    gasPrice: 1n,
    accessList,
  });
  for (const raw of [legacy, dynamic, listed]) {
    expect(await parsePooled({ raw })).toMatchObject({
      from: alice.address,
      hash: keccak256(raw),
    });
  }
});

test('orders by arrival, and a sender by nonce; a gap waits', async () => {
  const { mempool } = await setUp();
  const [a0, a1, a3] = await Promise.all([0, 1, 3].map((nonce) => signTransfer({ nonce })));
  const b0 = await signTransfer({ from: bob, nonce: 0 });
  await mempool.add(a1);
  await mempool.add(a3);
  expect(mempool.ready()).toEqual([]);
  await mempool.add(b0);
  await mempool.add(a0);
  expect(mempool.ready()).toEqual([b0, a0, a1]);
  expect(mempool.ready({ gasLimit: 42_000n })).toEqual([b0, a0]);
  expect(await mempool.nonce(alice.address)).toBe(2n);
  expect(mempool.size()).toBe(4);
  await expect(mempool.add(a3)).rejects.toThrow('already known');
});

test('a replacement must pay ten percent more', async () => {
  const { mempool, chain } = await setUp();
  const offer = (gasPrice: bigint) => signTransfer({ nonce: 0, gasPrice });
  await mempool.add(await offer(100n));
  await expect(mempool.add(await offer(109n))).rejects.toThrow(
    'replacement transaction underpriced: maxFeePerGas have 109 want 110',
  );
  const better = await offer(110n);
  await mempool.add(better);
  expect(mempool.ready()).toEqual([better]);
  expect(chain.pending()).toEqual([better]);
});

test('the balance must cover everything the sender has in the pool', async () => {
  const { mempool } = await setUp();
  const value = 600n * 10n ** 18n;
  await mempool.add(await signTransfer({ nonce: 0, value }));
  await expect(mempool.add(await signTransfer({ nonce: 1, value }))).rejects.toThrow(
    /insufficient funds.*have 1000000000000000000000 want 1200000000000000000000/,
  );
});

test('two requests at once do not both get the same nonce', async () => {
  const { mempool } = await setUp();
  const offers = await Promise.all([1n, 2n].map((value) => signTransfer({ nonce: 0, value })));
  const results = await Promise.allSettled(offers.map((raw) => mempool.add(raw)));
  expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected']);
});

test('follows the blocks: what is in one is forgotten, what is dropped too', async () => {
  const { mempool, chain } = await setUp();
  const transactions = await Promise.all([0, 1].map((nonce) => signTransfer({ nonce })));
  for (const raw of transactions) await mempool.add(raw);
  await chain.seal(inputsAfter(chain.head(), { transactions: mempool.ready() }));
  expect([mempool.size(), chain.pending()]).toEqual([0, []]);
  await expect(mempool.add(transactions[0])).rejects.toThrow(/nonce too low: .* tx: 0 state: 2/);

  // A transfer out of turn leaves too little for what was admitted before it.
  await mempool.add(await signTransfer({ nonce: 3, value: 900n * 10n ** 18n }));
  const foreign = await signTransfer({ nonce: 2, value: 500n * 10n ** 18n });
  await chain.seal(inputsAfter(chain.head(), { transactions: [foreign] }));
  await expect.poll(() => mempool.ready().length).toBe(1);
  const block = await chain.seal(inputsAfter(chain.head(), { transactions: mempool.ready() }));
  expect(block.dropped).toHaveLength(1);
  expect([mempool.size(), chain.pending()]).toEqual([0, []]);
});

test('what waits for a higher base fee is not ready', async () => {
  const config = testConfig({ baseFee: 'eip1559', hardfork: 'prague' });
  const { mempool } = await setUp({ config });
  const raw = await signDynamic({ maxFeePerGas: 900_000_000n });
  await mempool.add(raw);
  expect(mempool.ready({ baseFee: 900_000_001n })).toEqual([]);
  expect(mempool.ready({ baseFee: 900_000_000n })).toEqual([raw]);
});

test("the chain's own rules are asked", async () => {
  const { mempool } = await setUp({
    admit: ({ maxFeePerGas }) => {
      if (maxFeePerGas === 0n) throw new RpcError({ code: -32000, message: 'gas price below 1' });
    },
  });
  await expect(mempool.add(await signTransfer({ nonce: 0 }))).rejects.toThrow('gas price below 1');
  await mempool.add(await signTransfer({ nonce: 0, gasPrice: 1n }));
});

test('what was acknowledged is there after a restart, unless a block has overtaken it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pool-'));
  folders.push(folder);
  const journalPath = join(folder, 'journal.sqlite');
  const first = await setUp({ journalPath });
  const [a0, a1] = await Promise.all([0, 1].map((nonce) => signTransfer({ nonce })));
  await first.mempool.add(a1);
  await first.mempool.add(a0);
  first.mempool.close();
  const rival = await signTransfer({ nonce: 0, value: 9n });
  await first.chain.seal(inputsAfter(first.chain.head(), { transactions: [rival] }));
  await first.chain.close();

  const second = await setUp({ journalPath });
  expect(second.mempool.ready()).toEqual([a1]);
  expect(second.chain.pending()).toEqual([a1]);
  await expect(second.mempool.add(a1)).rejects.toThrow('already known');
});
