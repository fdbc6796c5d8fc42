import { type Hex, zeroHash } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { L2Node } from './startL2Node.ts';
import { mineTransfers, rpc, startTestRollup, type TestRollup } from './testing.ts';

let rollup: TestRollup;
let node: L2Node;

beforeAll(async () => {
  rollup = await startTestRollup();
  node = await rollup.startNode();
  await mineTransfers(node, { nonce: 0, count: 2 });
  await node.closeBatch();
}, 60_000);
afterAll(async () => {
  await node.stop();
  await rollup.stop();
});

const ask = <T = unknown>(method: string, ...params: unknown[]) => rpc<T>(node, method, params);

test('batch data by numbers, present and not', async () => {
  const batch = await ask<{ batchL2Data: Hex }>('zkevm_getBatchByNumber', 2);
  const asked = { numbers: ['0x2', 99] };
  expect(await ask('zkevm_getBatchDataByNumbers', asked)).toEqual({
    data: [
      { number: '0x2', empty: false, batchL2Data: batch.batchL2Data },
      { number: '0x63', empty: true },
    ],
  });
  await expect(ask('zkevm_getBatchDataByNumbers', 3)).rejects.toThrow(/-32602.*numbers/);
});

test('whole blocks, by number and by hash', async () => {
  const full = await ask<Record<string, unknown> & { transactions: { hash: Hex }[]; hash: Hex }>(
    'zkevm_getFullBlockByNumber',
    'latest',
    true,
  );
  const [transaction] = full.transactions;
  expect(transaction).toMatchObject({
    l2Hash: null,
    receipt: { transactionHash: transaction?.hash, status: '0x1' },
  });
  expect(full).toMatchObject({ blockInfoRoot: zeroHash, globalExitRoot: expect.any(String) });
  const short = await ask('zkevm_getFullBlockByHash', full.hash, false);
  expect(short).toEqual({ ...full, transactions: full.transactions.map(({ hash }) => hash) });
  expect(await ask('zkevm_getFullBlockByHash', zeroHash, false)).toBeNull();
});

test('forks and versions', async () => {
  const [fork] = await ask<unknown[]>('zkevm_getForks');
  expect(fork).toEqual({
    forkId: '0xc',
    fromBatchNumber: '0x1',
    toBatchNumber: '0xffffffffffffffff',
    version: '',
    blockNumber: '0x1',
  });
  expect(await ask('zkevm_getForkById', '0xc')).toEqual(fork);
  expect(await ask('zkevm_getForkById', '0x9')).toBeNull();
  expect(await ask('zkevm_getForkIdByBatchNumber', 1)).toBe('0xc');
  expect(await ask('zkevm_getVersionHistory')).toEqual({
    [node.chain.engineVersion]: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  expect(await ask('zkevm_getLatestDataStreamBlock')).toBe(await ask('eth_blockNumber'));
});

test('the exit roots that may be imported, from index 1 on', async () => {
  const table = await ask<{ index: number; ger: Hex }[]>('zkevm_getExitRootTable');
  expect(table.map(({ index }) => index)).toEqual(table.map((_, i) => i + 1));
  for (const row of table) {
    expect(row).toEqual({
      index: expect.any(Number),
      ger: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      info_root: expect.any(String),
      mainnet_exit_root: expect.any(String),
      rollup_exit_root: expect.any(String),
      parent_hash: expect.any(String),
      min_timestamp: expect.any(Number),
      block_number: expect.any(Number),
    });
    expect(await ask('zkevm_getExitRootsByGER', row.ger)).toMatchObject({
      mainnetExitRoot: expect.any(String),
    });
  }
  expect(await ask('zkevm_getExitRootTable', { from: 1_000_000 })).toEqual([]);
});

describe('what needs another engine says so', () => {
  test.each([
    'zkevm_estimateCounters',
    'zkevm_getBatchCountersByNumber',
    'zkevm_getBatchWitness',
    'zkevm_getBlockRangeWitness',
    'zkevm_getL2BlockInfoTree',
    'zkevm_getProof',
    'zkevm_getProverInput',
    'zkevm_getWitness',
  ])('%s', async (method) => {
    await expect(ask(method)).rejects.toThrow(/-32004.*not available on this engine \(edr\//);
  });

  test.each(['zkevm_getNativeBlockHashesInRange', 'zkevm_getBroadcastURI', 'zkevm_nothing'])(
    '%s is no method',
    async (method) => {
      await expect(ask(method)).rejects.toThrow(/-32601/);
    },
  );
});
