import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zeroHash } from 'viem';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitFor } from '#core';
import { encodeBatchL2Data } from '../batch/index.ts';
import type { RpcBatch } from './describeBatch.ts';
import type { L2Node, L2NodeOptions } from './startL2Node.ts';
import {
  FLOOR,
  l2Transfer,
  mineTransfers,
  rpc,
  startTestRollup,
  type TestRollup,
} from './testing.ts';
import { sequence, sequenceFromNode, verify } from './testingSettlement.ts';

let rollup: TestRollup;
let dataDir: string;
let node: L2Node;

beforeEach(async () => {
  rollup = await startTestRollup();
  dataDir = mkdtempSync(join(tmpdir(), 'l2-node-'));
});

afterEach(async () => {
  await node?.stop();
  await rollup.stop();
  rmSync(dataDir, { recursive: true });
});

const hashes = (): string[] => {
  const { number } = node.chain.head();
  return Array.from({ length: Number(number) + 1 }, (_, i) => node.chain.block(BigInt(i))!.hash);
};

function halted(): Promise<string> {
  return waitFor({
    what: 'the node to halt',
    check: () => node.status().halted,
    timeoutMs: 5_000,
    intervalMs: 10,
  });
}

test('a node that is restarted continues the same chain and the same batches', async () => {
  node = await rollup.startNode({ dataDir });
  await mineTransfers(node, { nonce: 0, count: 2 });
  await node.closeBatch();
  await mineTransfers(node, { nonce: 2, count: 2 });
  const before = { hashes: hashes(), status: node.status() };
  const batches = await Promise.all(
    [1, 2, 3].map((n) => rpc<RpcBatch>(node, 'zkevm_getBatchByNumber', [n])),
  );
  await node.stop();

  node = await rollup.startNode({ dataDir });
  expect({ hashes: hashes(), status: node.status() }).toEqual(before);
  const after = await Promise.all(
    [1, 2, 3].map((n) => rpc<RpcBatch>(node, 'zkevm_getBatchByNumber', [n])),
  );
  expect(after).toEqual(batches);
  expect(after.map((b) => b.closed)).toEqual([true, true, false]);
  await mineTransfers(node, { nonce: 4, count: 1 });
  expect((await rpc<RpcBatch>(node, 'zkevm_getBatchByNumber', [3])).transactions).toHaveLength(3);

  for (const n of [2n, 3n]) {
    await node.closeBatch();
    await sequenceFromNode(rollup, node, n);
  }
  await node.stop();
  node = await rollup.startNode({ dataDir });
  expect(node.status()).toMatchObject({ batch: 3n, virtualBatch: 3n });
});

test('what was acknowledged and not yet in a block is mined after a restart', async () => {
  const idle: Partial<L2NodeOptions> = {
    dataDir,
    sequencer: { coinbase: rollup.account.address, blockTimeMs: 60_000 },
  };
  node = await rollup.startNode(idle);
  const raw = await l2Transfer({ nonce: 0 });
  const hash = await rpc(node, 'eth_sendRawTransaction', [raw]);
  expect(node.status()).toMatchObject({ pending: 1 });
  await node.stop();
  node = await rollup.startNode({ dataDir });
  await waitFor({
    what: 'the receipt',
    check: async () =>
      (await rpc<object | null>(node, 'eth_getTransactionReceipt', [hash])) ?? undefined,
    timeoutMs: 5_000,
    intervalMs: 10,
  });
});

test('an empty folder is filled from L1, to the same hashes', async () => {
  node = await rollup.startNode();
  await mineTransfers(node, { nonce: 0, count: 3 });
  await node.closeBatch();
  await sequenceFromNode(rollup, node, 2n);
  const before = hashes();
  await node.stop();
  node = await rollup.startNode();
  expect(hashes().slice(0, before.length)).toEqual(before);
  await mineTransfers(node, { nonce: 3, count: 1 });
  expect(node.status()).toMatchObject({ batch: 3n, virtualBatch: 2n });
});

test('a node whose batch is sequenced with other data makes no more blocks', async () => {
  node = await rollup.startNode();
  await mineTransfers(node, { nonce: 0, count: 1 });
  await node.closeBatch();
  const transactions = [
    { raw: await l2Transfer({ nonce: 0, value: 2n }), effectivePercentage: 255 },
  ];
  const data = encodeBatchL2Data([{ deltaTimestamp: 0, l1InfoTreeIndex: 0, transactions }]);
  await sequence(rollup, { data });
  expect(await halted()).toMatch(/block 2 is not the one that batch 2 on L1 leads to/);
});

test('a node whose state root is not the proven one makes no more blocks', async () => {
  node = await rollup.startNode();
  await verify(rollup, {
    first: 0n,
    last: 1n,
    stateRoot: `0x${'00'.repeat(31)}01`,
    localExitRoot: zeroHash,
  });
  expect(await halted()).toMatch(/state root proven on L1 for batch 1/);
});

test('batches are closed by transactions, bytes and age', async () => {
  const limits = (batch: object) => ({
    sequencer: { coinbase: rollup.account.address, blockTimeMs: 10, batch },
  });
  node = await rollup.startNode(limits({ maxTransactions: 2, maxAgeMs: 60_000 }));
  for (let nonce = 0; nonce < 5; nonce++) {
    await rpc(node, 'eth_sendRawTransaction', [await l2Transfer({ nonce })]);
  }
  await waitFor({
    what: 'five transactions in batches of two',
    check: () => node.status().batch === 4n || undefined,
    timeoutMs: 5_000,
  });
  await node.stop();

  node = await rollup.startNode(limits({ maxBytes: 700, maxAgeMs: 60_000 }));
  const data = `0x${'ab'.repeat(300)}` as const;
  for (let nonce = 0; nonce < 4; nonce++) {
    await rpc(node, 'eth_sendRawTransaction', [await l2Transfer({ nonce, data })]);
  }
  await waitFor({
    what: 'four transactions, of which one fits into a batch',
    check: () => node.status().batch === 5n || undefined,
    timeoutMs: 5_000,
  });
  const { batchL2Data } = await rpc<RpcBatch>(node, 'zkevm_getBatchByNumber', [4]);
  expect((batchL2Data.length - 2) / 2).toBeLessThanOrEqual(700);
  const large = l2Transfer({ nonce: 4, data: `0x${'ab'.repeat(700)}` });
  await expect(rpc(node, 'eth_sendRawTransaction', [await large])).rejects.toThrow(/oversized/);
  await node.stop();

  node = await rollup.startNode(limits({ maxAgeMs: 100 }));
  await rpc(node, 'eth_sendRawTransaction', [await l2Transfer({ nonce: 0 })]);
  await waitFor({
    what: 'a batch closed by age',
    check: async () =>
      (await rpc<RpcBatch | null>(node, 'zkevm_getBatchByNumber', [2]))?.closed || undefined,
    timeoutMs: 5_000,
  });
});

test('the claimer may claim for nothing, and nobody else', async () => {
  node = await rollup.startNode();
  const { bridge } = rollup.contracts;
  const claim = { gasPrice: 0n, gas: 100_000n, to: bridge, data: '0xccaa2d11' } as const;
  const sign = (o: object) =>
    rollup.account.signTransaction({ type: 'legacy', chainId: 424242, nonce: 0, ...claim, ...o });
  await rpc(node, 'eth_sendRawTransaction', [await sign({})]);
  await expect(
    rpc(node, 'eth_sendRawTransaction', [await sign({ nonce: 1, data: '0x12345678' })]),
  ).rejects.toThrow(String(FLOOR));
});

test('an L1 that is away does not stop the L2', async () => {
  node = await rollup.startNode();
  await rollup.l1.stop();
  await mineTransfers(node, { nonce: 0, count: 2 });
  expect(node.status().halted).toBeUndefined();
});
