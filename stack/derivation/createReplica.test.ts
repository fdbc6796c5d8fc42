import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFunctionData, type Hex, pad, parseEther, zeroAddress, zeroHash } from 'viem';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bridgeAbi, rollupManagerAbi } from '#contracts';
import { encodeBatchL2Data, encodeBatchTransaction } from '../batch/index.ts';
import type { RpcBatch } from '../l2/describeBatch.ts';
import { l2Transfer, mineTransfers, rpc, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { depositBig, forceBatch, sequence, sequenceFromNode } from '../l2/testingSettlement.ts';
import { createReplica, type Replica } from './createReplica.ts';

let rollup: TestRollup;
let cleanUp: AsyncDisposableStack;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  rollup = await startTestRollup();
  cleanUp.defer(() => rollup.stop());
});

afterEach(() => cleanUp.disposeAsync());

async function openReplica(o: { journalPath?: string } = {}): Promise<Replica> {
  const replica = await createReplica({ ...rollup.options, ...o });
  cleanUp.defer(() => replica.stop());
  return replica;
}

const transfer = async (o: Parameters<typeof l2Transfer>[0]) => ({
  raw: await l2Transfer(o),
  effectivePercentage: 255,
});

test('a replica has the blocks, roots and hashes of the sequencer', async () => {
  const node = await rollup.startNode();
  cleanUp.defer(() => node.stop());
  await depositBig(rollup, 7n);
  await mineTransfers(node, { nonce: 0, count: 3 });
  const exit = {
    type: 'eip1559',
    chainId: 424242,
    nonce: 3,
    gas: 500_000n,
    maxFeePerGas: 10n ** 9n,
    maxPriorityFeePerGas: 10n ** 9n,
    to: rollup.contracts.bridge,
    value: parseEther('1'),
    data: encodeFunctionData({
      abi: bridgeAbi,
      functionName: 'bridgeAsset',
      args: [0, rollup.account.address, parseEther('1'), zeroAddress, true, '0x'],
    }),
  } as const;
  await rpc(node, 'eth_sendRawTransaction', [await rollup.account.signTransaction(exit)]);
  await mineTransfers(node, { nonce: 4, count: 1 });
  await node.closeBatch();
  await sequenceFromNode(rollup, node, 2n);

  const replica = await openReplica();
  const { lastBatch, lastBlock } = await replica.sync();
  expect(lastBatch).toBe(2n);
  for (let n = 0n; n <= lastBlock; n += 1n) {
    expect(replica.chain.block(n)!.hash).toBe(node.chain.block(n)!.hash);
  }
  const told = await rpc<RpcBatch>(node, 'zkevm_getBatchByNumber', [2]);
  const batch = replica.batch(2n);
  expect(batch.localExitRoot).not.toBe(zeroHash);
  expect(batch).toMatchObject({
    kind: 'normal',
    stateRoot: told.stateRoot,
    localExitRoot: told.localExitRoot,
    skipped: 0,
  });
  const { accInputHash: onL1 } = await rollup.client.readContract({
    address: rollup.contracts.rollupManager,
    abi: rollupManagerAbi,
    functionName: 'getRollupSequencedBatches',
    args: [1, 2n],
  });
  expect(batch.accInputHash).toBe(onL1);
  expect(replica.batch(0n).stateRoot).toBe(replica.chain.genesisStateRoot);
  expect(() => replica.batch(3n)).toThrow(expect.objectContaining({ code: 'STACK_UNKNOWN_BATCH' }));
});

test('a replica continues from its journal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'replica-'));
  cleanUp.defer(() => rmSync(folder, { recursive: true }));
  const journalPath = join(folder, 'journal.sqlite');
  const block = async (nonce: number, o: { gas?: bigint } = {}) =>
    encodeBatchL2Data([
      { deltaTimestamp: 0, l1InfoTreeIndex: 0, transactions: [await transfer({ nonce, ...o })] },
    ]);
  await sequence(rollup, { data: await block(0) });
  // Its nonce is from the future, so it is skipped.
  await sequence(rollup, { data: await block(9) });
  const first = await createReplica({ ...rollup.options, journalPath });
  await first.sync();
  const batches = [1n, 2n, 3n].map((n) => first.batch(n));
  await first.stop();
  expect(batches[2]).toMatchObject({ skipped: 1 });

  await sequence(rollup, { data: await block(1) });
  const again = await openReplica({ journalPath });
  expect(await again.sync()).toEqual({ lastBatch: 4n, lastBlock: 4n });
  expect([1n, 2n, 3n].map((n) => again.batch(n))).toEqual(batches);
  expect(again.batch(4n).skipped).toBe(0);
});

test('forced batches: valid transactions run, bad ones are skipped, malformed data is void', async () => {
  const encoded = async (...nonces: number[]): Promise<Hex> => {
    const parts = await Promise.all(nonces.map((nonce) => transfer({ nonce })));
    return `0x${parts.map((t) => Buffer.from(encodeBatchTransaction(t)).toString('hex')).join('')}`;
  };
  const forcedData = await encoded(0, 5, 1);
  const forced = await forceBatch(rollup, forcedData);
  await sequence(rollup, { data: forcedData, forced });
  const replica = await openReplica();
  await replica.sync();
  const batch = replica.batch(2n);
  expect(batch).toMatchObject({ kind: 'forced', skipped: 1, forcedData });
  const block = replica.chain.block(batch.lastBlock)!;
  expect(block.transactions).toHaveLength(2);
  expect(block.timestamp).toBe(forced.forcedTimestamp);
});

test('a block mark voids a forced batch, whose exit root is imported all the same', async () => {
  const forcedData: Hex = `0x0b${'00'.repeat(8)}`;
  const forced = await forceBatch(rollup, forcedData);
  await sequence(rollup, { data: forcedData, forced });
  const replica = await openReplica();
  await replica.sync();
  const { blocks, lastBlock } = replica.batch(2n);
  expect(blocks).toEqual([2n]);
  expect(replica.chain.block(lastBlock)!.transactions).toEqual([]);
  const node = await rollup.startNode();
  cleanUp.defer(() => node.stop());
  expect(node.chain.block(2n)!.hash).toBe(replica.chain.block(2n)!.hash);
  const told = await rpc<RpcBatch>(node, 'zkevm_getBatchByNumber', [2]);
  expect(told.batchL2Data).toBe(forcedData);
});

test('a malformed batch is refused, with the offset', async () => {
  await sequence(rollup, { data: `0x0b${'00'.repeat(8)}42` });
  const replica = await openReplica();
  await expect(replica.sync()).rejects.toThrow(
    expect.objectContaining({
      code: 'STACK_BATCH_REFUSED',
      batch: 2n,
      details: expect.stringContaining('byte 9'),
    }),
  );
  expect(replica.lastBatch()).toBe(1n);
});

test('a genesis that is not the rollup’s is refused', async () => {
  const { genesis } = rollup;
  const other = {
    ...genesis,
    accounts: { ...genesis.accounts, [pad('0x1', { size: 20 })]: { balance: 1n } },
  };
  const replica = await createReplica({ ...rollup.options, genesis: other });
  cleanUp.defer(() => replica.stop());
  await expect(replica.sync()).rejects.toThrow(
    expect.objectContaining({ code: 'STACK_GENESIS_MISMATCH' }),
  );
});
