import { type Hex, numberToHex, parseEther } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { waitFor } from '#core';
import { censor, define, type Hook } from '#hooks';
import type { BlockRules } from './batchRules.ts';
import { l2BlockMeta } from './blockInputs.ts';
import type { L2Node, L2NodeOptions } from './startL2Node.ts';
import { FLOOR, L2_CHAIN_ID, rpc, startTestRollup, type TestRollup } from './testing.ts';

const users = [1, 2, 3].map((n) => privateKeyToAccount(numberToHex(n, { size: 32 })));
const [rich, poor, other] = users as [User, User, User];
type User = ReturnType<typeof privateKeyToAccount>;

let rollup: TestRollup;
let node: L2Node | undefined;

beforeAll(async () => {
  rollup = await startTestRollup();
  return () => rollup.stop();
}, 60_000);
afterEach(async () => {
  await node?.stop();
  node = undefined;
});

async function start(o: {
  blocks?: Partial<BlockRules>;
  batch?: NonNullable<L2NodeOptions['sequencer']['batch']>;
  blockTimeMs?: number;
  hooks?: Hook[];
}): Promise<L2Node> {
  const { blocks = {}, batch = { maxAgeMs: 60_000 }, blockTimeMs = 20, hooks = [] } = o;
  const coinbase = rollup.account.address;
  node = await rollup.startNode({ sequencer: { coinbase, blockTimeMs, blocks, batch }, hooks });
  const fund = users.map((user, nonce) =>
    sign(rollup.account, { nonce, to: user.address, value: parseEther('1') }),
  );
  for (const raw of await Promise.all(fund)) await rpc(node, 'eth_sendRawTransaction', [raw]);
  await included(node, users.length);
  return node;
}

const sign = (from: User | TestRollup['account'], o: object): Promise<Hex> =>
  from.signTransaction({
    type: 'legacy',
    chainId: L2_CHAIN_ID,
    gas: 21_000n,
    gasPrice: FLOOR,
    to: rollup.account.address,
    ...o,
  });

/** Hashes of everything in blocks so far, in order, one list for each block. */
function blocksOf(l2: L2Node): Hex[][] {
  const blocks: Hex[][] = [];
  for (let n = 2n; n <= l2.chain.head().number; n += 1n) {
    blocks.push(l2.chain.block(n)!.transactionHashes);
  }
  return blocks;
}

const included = (l2: L2Node, count: number) =>
  waitFor({
    what: `${count} transactions in blocks`,
    check: () => blocksOf(l2).flat().length >= count || undefined,
    timeoutMs: 10_000,
    intervalMs: 10,
  });

/** Sent while no block is made, so that their order is the sequencer's choice. */
async function sendTogether(l2: L2Node, raws: readonly Hex[]): Promise<Hex[]> {
  const batch = raws.map((raw, id) => ({
    jsonrpc: '2.0',
    id,
    method: 'eth_sendRawTransaction',
    params: [raw],
  }));
  const response = await fetch(l2.rpcUrl, { method: 'POST', body: JSON.stringify(batch) });
  const answers = (await response.json()) as { result: Hex; error?: unknown }[];
  for (const { error } of answers) expect(error).toBeUndefined();
  return answers.map(({ result }) => result);
}

test('by fee: who pays most goes first, a sender’s own order stays', async () => {
  const l2 = await start({ blocks: { order: 'fee' }, blockTimeMs: 400 });
  const [a, b, c, d] = await sendTogether(l2, [
    await sign(poor, { nonce: 0 }),
    await sign(poor, { nonce: 1, gasPrice: FLOOR * 9n }),
    await sign(other, { nonce: 0, gasPrice: FLOOR * 2n }),
    await sign(rich, { nonce: 0, gasPrice: FLOOR * 5n }),
  ]);
  await included(l2, 7);
  expect(blocksOf(l2).flat().slice(-4)).toEqual([d, c, a, b]);
});

test('a block for every transaction', async () => {
  const l2 = await start({ blocks: { mode: 'transaction' }, blockTimeMs: 30_000 });
  const before = blocksOf(l2).length;
  await sendTogether(l2, [
    await sign(poor, { nonce: 0 }),
    await sign(poor, { nonce: 1 }),
    await sign(other, { nonce: 0 }),
  ]);
  await included(l2, 6);
  expect(
    blocksOf(l2)
      .slice(before)
      .map((hashes) => hashes.length),
  ).toEqual([1, 1, 1]);
});

test('on demand, without waiting for the interval', async () => {
  const l2 = await start({ blocks: { mode: 'demand' }, blockTimeMs: 30_000 });
  await sendTogether(l2, [await sign(poor, { nonce: 0 })]);
  await included(l2, 4);
});

test('empty blocks and batches only when wanted', async () => {
  const quiet = await start({ batch: { maxAgeMs: 50 } });
  const head = quiet.chain.head().number;
  const batch = await waitFor({
    what: 'the batch to be closed',
    check: async () => {
      const last = await rpc<{ closed: boolean; number: Hex }>(quiet, 'zkevm_getBatchByNumber', [
        'latest',
      ]);
      return last.closed ? last.number : undefined;
    },
    timeoutMs: 5_000,
  });
  expect(await rpc(quiet, 'zkevm_batchNumber')).toBe(batch);
  expect(quiet.chain.head().number).toBe(head);
  await quiet.stop();

  const busy = await start({
    blocks: { emptyBlocks: true, emptyBatches: true },
    batch: { maxAgeMs: 60_000 },
  });
  await waitFor({
    what: 'empty blocks',
    check: () => blocksOf(busy).filter((hashes) => hashes.length === 0).length > 3 || undefined,
    timeoutMs: 5_000,
  });
  await busy.stop();

  const idle = await start({ blocks: { emptyBatches: true }, batch: { maxAgeMs: 30 } });
  const empty = await waitFor({
    what: 'an empty batch',
    check: async () => {
      const last = await rpc<{ blocks: Hex[]; closed: boolean; batchL2Data: Hex }>(
        idle,
        'zkevm_getBatchByNumber',
        ['latest'],
      );
      return last.blocks.length === 0 ? last : undefined;
    },
    timeoutMs: 5_000,
  });
  expect(empty).toMatchObject({ closed: true, batchL2Data: '0x' });
});

test('a batch is closed by its transactions and by its bytes', async () => {
  const l2 = await start({ batch: { maxTransactions: 2, maxAgeMs: 60_000 } });
  await sendTogether(l2, await Promise.all([0, 1, 2, 3].map((nonce) => sign(poor, { nonce }))));
  await included(l2, 7);
  const batches = new Map<number, number>();
  for (let n = 2n; n <= l2.chain.head().number; n += 1n) {
    const block = l2.chain.block(n)!;
    const { batch } = l2BlockMeta(block)!;
    batches.set(batch, (batches.get(batch) ?? 0) + block.transactions.length);
  }
  expect(Math.max(...batches.values())).toBe(2);
  expect(batches.size).toBeGreaterThanOrEqual(4);
  await l2.stop();

  const small = await start({ batch: { maxBytes: 300, maxAgeMs: 60_000 } });
  await sendTogether(small, await Promise.all([0, 1, 2].map((nonce) => sign(poor, { nonce }))));
  await included(small, 6);
  const last = Number(await rpc<Hex>(small, 'zkevm_batchNumber'));
  for (let number = 2; number <= last; number += 1) {
    const { batchL2Data } = await rpc<{ batchL2Data: Hex }>(small, 'zkevm_getBatchByNumber', [
      number,
    ]);
    expect((batchL2Data.length - 2) / 2).toBeLessThanOrEqual(300);
  }
});

test('hooks choose what a block holds, and are told of it', async () => {
  const told: string[] = [];
  const watch = define({
    name: 'watch',
    points: {
      blockSealed: ({ number, transactionHashes }) => {
        told.push(`block ${number} ${transactionHashes.length}`);
      },
      l1InfoImported: ({ index }) => {
        told.push(`leaf ${index}`);
      },
    },
  });
  const vip = define({
    name: 'vip',
    points: {
      admission: ({ from }) => ({ accept: true, priority: from === other.address ? 1 : 0 }),
    },
  });
  const hooks = [vip, censor({ senders: [rich.address] }), watch];
  const l2 = await start({ hooks, blockTimeMs: 400 });
  const [, second, third] = await sendTogether(l2, [
    await sign(rich, { nonce: 0 }),
    await sign(poor, { nonce: 0 }),
    await sign(other, { nonce: 0 }),
  ]);
  await included(l2, 5);
  expect(blocksOf(l2).flat().slice(-2)).toEqual([third, second]);
  expect(await rpc(l2, 'txpool_status')).toMatchObject({ pending: '0x1' });
  expect(told).toContain(`block ${l2.chain.head().number} 2`);
  const text = await (await fetch(`${l2.rpcUrl}/metrics`)).text();
  expect(text).toMatch(/^bigfile_transactions_included_total \d+$/m);
  expect(text).toContain('# TYPE bigfile_l2_block gauge');
  const ready = await fetch(`${l2.rpcUrl}/ready`);
  expect(ready.status).toBe(200);
});
