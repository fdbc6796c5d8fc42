import { encodeFunctionData, type Hex, keccak256 } from 'viem';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rollupEtrogAbi, rollupManagerAbi } from '#contracts';
import { createLogger, waitFor } from '#core';
import { encodeBatchTransaction } from '../batch/index.ts';
import { createReplica, type Replica } from '../derivation/index.ts';
import { createL1InfoFollower } from '../l1info/index.ts';
import type { L2Node } from '../l2/index.ts';
import { l2Transfer, mineTransfers, rpc, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { forceBatch } from '../l2/testingSettlement.ts';
import { type SequenceSender, startSequenceSender } from './startSequenceSender.ts';

const logger = createLogger('test');
logger.level = 'silent';

let rollup: TestRollup;
let node: L2Node;
let replica: Replica;
let cleanUp: AsyncDisposableStack;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  rollup = await startTestRollup({ funded: [senderAddress] });
  cleanUp.defer(() => rollup.stop());
  node = await rollup.startNode({ logger });
  cleanUp.defer(() => node.stop());
  replica = await createReplica(rollup.options);
  cleanUp.defer(() => replica.stop());
});
afterEach(() => cleanUp.disposeAsync());

// The account of the test rollup is its sequencer, too.
const key: Hex = `0x${'42'.repeat(32)}`;
const senderAddress = '0x00000000000000000000000000000000000000aa';

async function startSender(): Promise<SequenceSender> {
  const sender = await startSequenceSender({
    l1RpcUrl: rollup.l1.rpcUrl,
    l2RpcUrl: node.rpcUrl,
    contracts: rollup.contracts,
    rollupId: 1,
    key,
    pollMs: 50,
    mintPol: true,
    api: { host: '127.0.0.1', port: 0 },
    logger,
  });
  cleanUp.defer(() => sender.stop());
  return sender;
}

const until = (what: string, check: () => boolean | Promise<boolean>) =>
  waitFor({
    what,
    check: async () => (await check()) || undefined,
    timeoutMs: 20_000,
    intervalMs: 20,
  });
const nonceIs = (nonce: Hex) =>
  until(`nonce ${nonce}`, async () => {
    const found = await rpc(node, 'eth_getTransactionCount', [rollup.account.address, 'latest']);
    return found === nonce;
  });
/** A transfer as a forced batch has it. */
const forcedData = async (nonce: number, o: { gas?: bigint } = {}): Promise<Hex> => {
  const raw = await l2Transfer({ nonce, ...o });
  return `0x${Buffer.from(encodeBatchTransaction({ raw })).toString('hex')}`;
};
const admin = (functionName: string, args: readonly unknown[], to = rollup.contracts.rollup) =>
  rollup.send([
    {
      name: functionName,
      to,
      gas: 3_000_000n,
      data: encodeFunctionData({
        abi: [...rollupEtrogAbi, ...rollupManagerAbi] as never,
        functionName,
        args,
      } as never),
    },
  ]);

async function sequencedAsReplica(): Promise<void> {
  const batch = await node.closeBatch();
  await until(`batch ${batch} to be virtual`, () => node.status().virtualBatch >= batch);
  const { lastBlock } = await replica.sync();
  expect(replica.chain.block(lastBlock)!.hash).toBe(node.chain.block(lastBlock)!.hash);
  expect(node.status().halted).toBeUndefined();
}

test('a forced batch is taken at once and sequenced with the others', async () => {
  await mineTransfers(node, { nonce: 0, count: 2 });
  const data = await forcedData(2);
  await forceBatch(rollup, data);
  await nonceIs('0x3');
  await mineTransfers(node, { nonce: 3, count: 1 });
  await node.closeBatch();
  const sender = await startSender();
  await sequencedAsReplica();
  const { batch } = node.status();
  const kinds = Array.from({ length: Number(batch) }, (_, i) => replica.batch(BigInt(i + 1)).kind);
  expect(kinds).toContain('forced');
  expect(sender.status()).toMatchObject({ state: 'idle', lastError: null, sequences: 1 });
  const text = await (await fetch(`${sender.url}/metrics`)).text();
  expect(text).toContain(`bigfile_sequence_sender_last_sequenced_batch ${batch}\n`);
  expect(text).toContain('# TYPE bigfile_sequence_sender_sequences_total counter\n');
});

test('malformed and foreign forced data makes a block and nothing else', async () => {
  await forceBatch(rollup, '0x0bff');
  await forceBatch(rollup, '0xdeadbeef');
  await until('two forced batches', () => node.status().batch === 3n);
  await mineTransfers(node, { nonce: 0, count: 1 });
  await startSender();
  await sequencedAsReplica();
});

test('what no block may hold is left out of a forced batch, and replaces nothing', async () => {
  const tooMuchGas = await forcedData(0, { gas: 30_000_001n });
  await forceBatch(rollup, `${tooMuchGas}${(await forcedData(0)).slice(2)}`);
  await nonceIs('0x1');
  await mineTransfers(node, { nonce: 1, count: 1 });
  await startSender();
  await sequencedAsReplica();
  expect(replica.batch(2n)).toMatchObject({ kind: 'forced', skipped: 1 });
  expect(node.status().reorgs).toEqual([]);
});

test('somebody else sequences a forced batch: the L2 goes on behind it', async () => {
  await admin('setForceBatchTimeout', [0n]);
  await mineTransfers(node, { nonce: 0, count: 1 });
  await node.closeBatch();
  const before = node.chain.head();
  // On L1 before the L2 sees it: the L2 has its batch 2 already, the L1 gets another one.
  const data = await forcedData(1);
  const forced = await forceBatch(rollup, data);
  await admin('sequenceForceBatches', [[{ transactions: data, ...forced }]]);
  await until('the L2 to follow', () => node.status().virtualBatch === 2n);
  await until('a report', () => node.status().reorgs.length > 0);
  expect(node.status().reorgs.at(-1)).toMatchObject({ cause: 'forcedBatch' });
  expect(node.chain.block(before.number)?.hash).not.toBe(before.hash);
  await nonceIs('0x1');
  await mineTransfers(node, { nonce: 1, count: 1 });
  await startSender();
  await sequencedAsReplica();
});

test('rolled back batches are sequenced again as they were', async () => {
  const sender = await startSender();
  await mineTransfers(node, { nonce: 0, count: 1 });
  await sequencedAsReplica();
  await mineTransfers(node, { nonce: 1, count: 1 });
  await sequencedAsReplica();
  const { hash, number } = node.chain.head();
  await sender.stop();
  await admin('rollbackBatches', [rollup.contracts.rollup, 1n], rollup.contracts.rollupManager);
  await until('the rollback', () => node.status().virtualBatch === 1n);
  expect((await replica.sync()).lastBatch).toBe(1n);
  await startSender();
  await until('the batches again', () => node.status().virtualBatch >= 3n);
  await sequencedAsReplica();
  expect(node.chain.block(number)?.hash).toBe(hash);
  expect(node.status().reorgs).toEqual([]);
});

test('a rolled back forced batch cannot come again: the L2 is replaced from there', async () => {
  const sender = await startSender();
  const data = await forcedData(0);
  await forceBatch(rollup, data);
  await nonceIs('0x1');
  await mineTransfers(node, { nonce: 1, count: 1 });
  await sequencedAsReplica();
  await sender.stop();
  await admin('rollbackBatches', [rollup.contracts.rollup, 1n], rollup.contracts.rollupManager);
  await until('a report', () => node.status().reorgs.length > 0);
  const [reorg] = node.status().reorgs;
  expect(reorg).toMatchObject({ cause: 'rollbackBatches' });
  const lost = keccak256(await l2Transfer({ nonce: 0 }));
  expect(reorg!.changed).toContainEqual({ hash: lost, was: 'success', is: 'dropped' });
  // What stood on it waits for its nonce.
  await rpc(node, 'eth_sendRawTransaction', [await l2Transfer({ nonce: 0, value: 2n })]);
  await nonceIs('0x2');
  await startSender();
  await sequencedAsReplica();
});

test('the follower tells what was forced, and how much of it was sequenced', async () => {
  const data = await forcedData(0);
  const { forcedTimestamp } = await forceBatch(rollup, data);
  const follower = createL1InfoFollower({ ...rollup.options, l1: rollup.l1.rpcUrl });
  await follower.poll();
  expect(follower.forced()).toMatchObject([
    { number: 1n, transactions: data, timestamp: forcedTimestamp, sender: rollup.account.address },
  ]);
  expect(follower.forcedSequenced()).toBe(0n);
});
