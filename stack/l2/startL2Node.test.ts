import { createPublicClient, type Hex, http, keccak256, numberToHex, zeroHash } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '#core';
import { decodeBatchL2Data } from '../batch/index.ts';
import { exitRootSlot } from './blockInputs.ts';
import { L2_EXIT_ROOT_ADDRESS } from './constants.ts';
import type { RpcBatch } from './describeBatch.ts';
import type { L2Node } from './startL2Node.ts';
import {
  FLOOR,
  l2Transfer,
  mineTransfers,
  rpc,
  startTestRollup,
  type TestRollup,
} from './testing.ts';
import { depositBig, sequenceFromNode, verify } from './testingSettlement.ts';

let rollup: TestRollup;
let node: L2Node;

const batch = (number: number | string, full = false) =>
  rpc<RpcBatch>(node, 'zkevm_getBatchByNumber', [number, full]);

beforeAll(async () => {
  rollup = await startTestRollup();
  node = await rollup.startNode();
}, 60_000);

afterAll(async () => {
  await node?.stop();
  await rollup?.stop();
});

describe('an L2 node', () => {
  test('starts with the injected batch, which initialises the bridge', async () => {
    const injected = await batch(1);
    expect(injected).toMatchObject({ number: '0x1', closed: true, verifyBatchTxHash: null });
    expect(injected.coinbase).toBe(rollup.account.address.toLowerCase());
    const [hash] = injected.transactions as Hex[];
    const receipt = await rpc<{ status: Hex }>(node, 'eth_getTransactionReceipt', [hash]);
    expect(receipt.status).toBe('0x1');
    const slot = exitRootSlot(injected.globalExitRoot);
    expect(await rpc(node, 'eth_getStorageAt', [L2_EXIT_ROOT_ADDRESS, slot, '0x1'])).not.toBe(
      zeroHash,
    );
    expect(await rpc(node, 'zkevm_virtualBatchNumber')).toBe('0x1');
    expect(await rpc(node, 'zkevm_verifiedBatchNumber')).toBe('0x0');
    expect(await rpc(node, 'zkevm_getForkId')).toBe('0xc');
  });

  test('mines transfers at the time of L1, and pays its coinbase', async () => {
    await mineTransfers(node, { nonce: 0, count: 3 });
    const head = node.chain.head();
    expect(head.timestamp).toBeLessThanOrEqual(rollup.l1.chain.head().timestamp);
    expect(head.timestamp).toBeGreaterThanOrEqual(node.chain.block(1n)!.timestamp);
    const { closed, blocks, batchL2Data } = await batch(2);
    expect(closed).toBe(false);
    expect(blocks.length).toBe(Number(head.number) - 1);
    const decoded = decodeBatchL2Data(batchL2Data);
    expect(decoded.flatMap((b) => b.transactions)).toHaveLength(3);
  });

  test('a viem client works as with any chain', async () => {
    const client = createPublicClient({ transport: http(node.rpcUrl) });
    expect(await client.getChainId()).toBe(424242);
    const fees = await client.estimateFeesPerGas();
    expect(fees).toEqual({ maxFeePerGas: FLOOR, maxPriorityFeePerGas: FLOOR });
    expect((await client.getBlock()).baseFeePerGas).toBe(0n);
  });

  test('refuses what pays too little, uses too much gas, or claims for nothing elsewhere', async () => {
    const sign = (o: { gas?: bigint; gasPrice?: bigint }) =>
      rollup.account.signTransaction({
        type: 'legacy',
        chainId: 424242,
        nonce: 3,
        gas: 21_000n,
        gasPrice: FLOOR,
        to: rollup.contracts.bridge,
        ...o,
      });
    const send = async (o: { gas?: bigint; gasPrice?: bigint }) =>
      rpc(node, 'eth_sendRawTransaction', [await sign(o)]);
    await expect(send({ gasPrice: FLOOR - 1n })).rejects.toThrow(/underpriced.*want 1000000000/);
    await expect(send({ gas: 30_000_001n })).rejects.toThrow(/gas limit/);
    await expect(send({ gasPrice: 0n })).rejects.toThrow(/underpriced/);
  });
});

describe('settlement', () => {
  test('a new leaf of the info tree reaches the L2 before the transactions of its block', async () => {
    await depositBig(rollup, 5n);
    const { block } = await waitFor({
      what: 'the leaf on L2',
      check: () => {
        const found = node.chain.head();
        return found.meta['l1InfoTreeIndex'] ? { block: found } : undefined;
      },
      timeoutMs: 5_000,
      intervalMs: 10,
    });
    const root = await rpc<Hex>(node, 'zkevm_getLatestGlobalExitRoot');
    const leaf = await rpc<{ blockNumber: Hex }>(node, 'zkevm_getExitRootsByGER', [root]);
    const l1Block = rollup.l1.chain.block(BigInt(leaf.blockNumber))!;
    expect(block.timestamp).toBeGreaterThanOrEqual(l1Block.timestamp);
    const slot = exitRootSlot(root);
    expect(await rpc(node, 'eth_getStorageAt', [L2_EXIT_ROOT_ADDRESS, slot, 'latest'])).toBe(
      l1Block.parentHash,
    );
    expect((await batch('latest')).globalExitRoot).toBe(root);
  });

  test('a closed batch becomes virtual, then verified and final', async () => {
    expect(await node.closeBatch()).toBe(2n);
    await mineTransfers(node, { nonce: 3, count: 1 });
    const closed = await batch(2);
    expect(closed).toMatchObject({ closed: true, accInputHash: zeroHash });
    await sequenceFromNode(rollup, node, 2n);
    await waitFor({
      what: 'virtual batch 2',
      check: () => node.status().virtualBatch === 2n || undefined,
      timeoutMs: 5_000,
      intervalMs: 10,
    });
    const { stateRoot, localExitRoot } = await batch(2);
    await verify(rollup, { first: 0n, last: 2n, stateRoot, localExitRoot });
    await waitFor({
      what: 'verified batch 2',
      check: () => node.status().verifiedBatch === 2n || undefined,
      timeoutMs: 5_000,
      intervalMs: 10,
    });
    const settled = await batch(2);
    expect(settled.accInputHash).not.toBe(zeroHash);
    expect(settled.sendSequencesTxHash).toMatch(/^0x/);
    expect(settled.verifyBatchTxHash).toMatch(/^0x/);
    const last = numberToHex(closed.blocks.length + 1);
    expect(await rpc(node, 'zkevm_consolidatedBlockNumber')).toBe(last);
    for (const tag of ['safe', 'finalized']) {
      const { number } = await rpc<{ number: Hex }>(node, 'eth_getBlockByNumber', [tag, false]);
      expect(number).toBe(last);
    }
    expect(await rpc(node, 'zkevm_isBlockVirtualized', [last])).toBe(true);
    expect(await rpc(node, 'zkevm_isBlockConsolidated', ['latest'])).toBe(false);
    expect(await rpc(node, 'zkevm_batchNumberByBlockNumber', ['latest'])).toBe('0x3');
    expect(node.status().halted).toBeUndefined();
  });

  test('full transactions come as objects', async () => {
    const { blocks, transactions } = await batch(2, true);
    const hash = keccak256(await l2Transfer({ nonce: 0 }));
    expect(blocks[0]).toMatchObject({ globalExitRoot: zeroHash, blockInfoRoot: zeroHash });
    expect(blocks.flatMap((b) => (b as { transactions: Hex[] }).transactions)[0]).toBe(hash);
    expect(transactions![0]).toMatchObject({ hash, receipt: { status: '0x1' } });
  });

  test('the genesis is a batch too, and no transactions are null', async () => {
    const genesis = await batch(0);
    expect(genesis).toMatchObject({ sendSequencesTxHash: zeroHash, verifyBatchTxHash: zeroHash });
    expect(genesis).toMatchObject({ batchL2Data: '0x0b0000000000000000', transactions: null });
    const [injected] = decodeBatchL2Data((await batch(1)).batchL2Data);
    expect(injected!.transactions).toHaveLength(1);
  });
});
