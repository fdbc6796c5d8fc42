import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hex, keccak256, toHex } from 'viem';
import { afterAll, expect, test } from 'vitest';
import { createMempool } from './createMempool.ts';
import { openDevChain } from './openDevChain.ts';
import { alice, inputsAfter, signTransfer, storageContract, testConfig, word } from './testing.ts';
import type { DevChain } from './types.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollback-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => {
  files += 1;
  return join(folder, `${files}.sqlite`);
};

/** Blocks with one transfer each. */
async function sealTransfers(chain: DevChain, o: { from: number; count: number }) {
  const raws: Hex[] = [];
  for (let nonce = o.from; nonce < o.from + o.count; nonce++) {
    const raw = await signTransfer({ nonce });
    raws.push(raw);
    await chain.seal(inputsAfter(chain.head(), { transactions: [raw] }));
  }
  return raws;
}
const nonceOf = (chain: DevChain) =>
  chain.request('eth_getTransactionCount', [alice.address, 'latest']);

test('the newest blocks are taken back, and others follow', async () => {
  const journalPath = newPath();
  const chain = await openDevChain({ config: testConfig(), journalPath });
  await sealTransfers(chain, { from: 0, count: 3 });
  const kept = chain.block(1n)!;
  const told: unknown[] = [];
  chain.onRollback(({ head, removed }) => told.push([head.number, removed.map((b) => b.number)]));
  const removed = await chain.rollbackTo({ to: 1n, set: () => ({ after: 'rollback' }) });
  expect(removed.map((block) => block.number)).toEqual([2n, 3n]);
  expect(told).toEqual([[1n, [2n, 3n]]]);
  expect(chain.head()).toEqual(kept);
  expect(chain.block(2n)).toBeUndefined();
  expect(await nonceOf(chain)).toBe('0x1');
  expect(await chain.request('eth_getBlockByNumber', ['0x2', false])).toBeNull();
  expect(chain.pending()).toEqual([]);
  const next = await chain.seal(inputsAfter(chain.head(), { prevRandao: word(7) }));
  expect(next).toMatchObject({ number: 2n, parentHash: kept.hash });
  await chain.close();

  const again = await openDevChain({ config: testConfig(), journalPath });
  expect(again.head().hash).toBe(next.hash);
  expect(again.journal.get('after')).toBe('rollback');
  await again.close();
});

test('transactions of removed blocks wait again, before the others', async () => {
  const chain = await openDevChain({ config: testConfig() });
  const raws = await sealTransfers(chain, { from: 0, count: 3 });
  const waiting = await signTransfer({ nonce: 3 });
  const mempool = await createMempool({ chain });
  await mempool.add(waiting);
  await chain.rollbackTo({ to: 1n, requeue: (block) => block.transactions });
  await mempool.reload();
  expect(chain.pending()).toEqual([raws[1], raws[2], waiting]);
  expect(mempool.ready()).toEqual([raws[1], raws[2], waiting]);
  expect(await mempool.nonce(alice.address)).toBe(4n);
  const block = await chain.seal(inputsAfter(chain.head(), { transactions: mempool.ready() }));
  expect(block.transactionHashes).toEqual(
    [raws[1]!, raws[2]!, waiting].map((raw) => keccak256(raw)),
  );
  expect(mempool.size()).toBe(0);
  await chain.close();
});

test('a past that was rebuilt for a read is forgotten with its blocks', async () => {
  const chain = await openDevChain({ config: testConfig() });
  const write = (value: number) =>
    chain.seal(
      inputsAfter(chain.head(), {
        systemWrites: [{ address: storageContract, slot: word(0), value: word(value) }],
      }),
    );
  const at = (number: bigint) =>
    chain.request('eth_getStorageAt', [storageContract, word(0), toHex(number)]);
  for (const value of [10, 20, 30]) await write(value);
  expect(await at(2n)).toBe(word(20));
  await chain.rollbackTo({ to: 1n });
  for (const value of [21, 31]) await write(value);
  expect(await at(1n)).toBe(word(10));
  expect(await at(2n)).toBe(word(21));
  await chain.close();
});

test('error: a block that is not there', async () => {
  const chain = await openDevChain({ config: testConfig() });
  await expect(chain.rollbackTo({ to: 1n })).rejects.toThrow(
    expect.objectContaining({ code: 'ENGINE_BLOCK_GONE' }),
  );
  expect(await chain.rollbackTo({ to: 0n })).toEqual([]);
  await chain.close();
});

test('the same blocks after a rollback have the same hashes', async () => {
  const chain = await openDevChain({ config: testConfig() });
  await sealTransfers(chain, { from: 0, count: 5 });
  const hash = chain.head().hash;
  const removed = await chain.rollbackTo({ to: 2n });
  for (const { transactions } of removed) {
    await chain.seal(inputsAfter(chain.head(), { transactions }));
  }
  expect(chain.head().hash).toBe(hash);
  await chain.close();
});
