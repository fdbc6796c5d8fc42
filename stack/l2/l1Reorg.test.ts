import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hex, numberToHex, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startBridgeService } from '#bridge';
import { createLogger, waitFor } from '#core';
import { createReplica, type Replica } from '../derivation/index.ts';
import type { L2Node } from './startL2Node.ts';
import { mineTransfers, rpc, startTestRollup, type TestRollup } from './testing.ts';
import { depositBig, sequenceFromNode, verify } from './testingSettlement.ts';

const DEPTHS = [1, 5, 20];
const logger = createLogger('test');
logger.level = 'silent';

let rollup: TestRollup;
let node: L2Node;
let replica: Replica;
let cleanUp: AsyncDisposableStack;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  rollup = await startTestRollup();
  cleanUp.defer(() => rollup.stop());
  node = await startNode();
  replica = await createReplica(rollup.options);
  cleanUp.defer(() => replica.stop());
});
afterEach(() => cleanUp.disposeAsync());

const claimerKey = generatePrivateKey();

async function startNode(): Promise<L2Node> {
  const started = await rollup.startNode({
    freeClaimers: [privateKeyToAddress(claimerKey)],
    logger,
  });
  cleanUp.defer(() => started.stop());
  return started;
}

async function startBridge(): Promise<void> {
  const bridge = await startBridgeService({
    host: '127.0.0.1',
    port: 0,
    l1: {
      ...rollup.contracts,
      rpcUrl: rollup.l1.rpcUrl,
      genesisBlock: rollup.contracts.deploymentBlock,
    },
    rollups: [{ rollupId: 1, rpcUrl: node.rpcUrl }],
    claimers: [{ destination: 1, key: claimerKey }],
    pollMs: 20,
    logger,
  });
  cleanUp.defer(() => bridge.stop());
}

const until = (what: string, check: () => boolean | Promise<boolean>) =>
  waitFor({
    what,
    check: async () => (await check()) || undefined,
    timeoutMs: 60_000,
    intervalMs: 10,
  });

/** Replaces at least `depth` blocks, and everything that `act` has put on L1. */
async function reorgAround(o: { depth: number; drop: boolean; act: () => Promise<void> }) {
  await l1Gains(o.depth);
  const before = rollup.l1.chain.head().number;
  await o.act();
  // L1 goes on meanwhile: only a block that stays says for sure what goes.
  const deep = rollup.l1.chain.head().number - BigInt(o.depth);
  const forkBlock = Number(deep < before ? deep : before);
  const drop = o.drop ? 'all' : [];
  const report = await rollup.l1.reorg({ forkBlock, drop, delay: o.drop ? 0 : 1 });
  expect(report.removed.length).toBeGreaterThanOrEqual(o.depth);
}

/** So that a reorg does not reach the deployment. */
function l1Gains(blocks: number) {
  const want = rollup.l1.chain.head().number + BigInt(blocks);
  return until(`${blocks} blocks of L1`, () => rollup.l1.chain.head().number >= want);
}

const balance = (address: Hex) => rpc<Hex>(node, 'eth_getBalance', [address, 'latest']);
const wei = (ether: string) => numberToHex(parseEther(ether));

async function sameAsReplica(): Promise<void> {
  await node.closeBatch();
  const { batch, virtualBatch } = node.status();
  for (let n = virtualBatch + 1n; n <= batch; n += 1n) await sequenceFromNode(rollup, node, n);
  await until('the batches to be virtual', () => node.status().virtualBatch === batch);
  const { lastBlock } = await replica.sync();
  expect(lastBlock).toBe(node.chain.head().number);
  expect(replica.chain.head().hash).toBe(node.chain.head().hash);
  expect(node.status().halted).toBeUndefined();
}

describe.each(DEPTHS)('an L1 reorg of depth %i', (depth) => {
  test('around a deposit that does not come back', async () => {
    await startBridge();
    const receiver = privateKeyToAddress(generatePrivateKey());
    await mineTransfers(node, { nonce: 0, count: 2 });
    await reorgAround({
      depth,
      drop: true,
      act: async () => {
        await depositBig(rollup, parseEther('3'), receiver);
        await until('the claim', async () => (await balance(receiver)) === wei('3'));
        await mineTransfers(node, { nonce: 2, count: 1 });
      },
    });
    await until('the L2 to be replaced', () => node.status().reorgs.length > 0);
    expect(await balance(receiver)).toBe('0x0');
    const [reorg] = node.status().reorgs;
    expect(reorg).toMatchObject({ cause: 'l1Reorg' });
    expect(reorg!.failedClaims).toHaveLength(1);
    expect(reorg!.changed).toEqual([
      { hash: reorg!.failedClaims[0], was: 'success', is: 'reverted' },
    ]);
    for (const { number, was } of reorg!.blocks)
      expect(node.chain.block(number)?.hash).not.toBe(was);
    expect(await rpc(node, 'eth_getTransactionCount', [rollup.account.address, 'latest'])).toBe(
      '0x3',
    );
    await depositBig(rollup, parseEther('5'), receiver);
    await until('the new claim', async () => (await balance(receiver)) === wei('5'));
    await sameAsReplica();
  });

  test('around a deposit that comes back later', async () => {
    await startBridge();
    const receiver = privateKeyToAddress(generatePrivateKey());
    await reorgAround({
      depth,
      drop: false,
      act: async () => {
        await depositBig(rollup, parseEther('3'), receiver);
        await until('the claim', async () => (await balance(receiver)) === wei('3'));
      },
    });
    await until('the L2 to be replaced', () => node.status().reorgs.length > 0);
    await until('the claim again', async () => (await balance(receiver)) === wei('3'));
    await sameAsReplica();
  });

  test('around a sequence and a verification', async () => {
    await mineTransfers(node, { nonce: 0, count: 3 });
    await node.closeBatch();
    const { hash, number } = node.chain.head();
    const sequenceAndVerify = async () => {
      await sequenceFromNode(rollup, node, 2n);
      await until('the batch to be virtual', () => node.status().virtualBatch === 2n);
      await replica.sync();
      const { stateRoot, localExitRoot } = replica.batch(2n);
      await verify(rollup, { first: 0n, last: 2n, stateRoot, localExitRoot });
      await until('the batch to be verified', () => node.status().verifiedBatch === 2n);
    };
    await reorgAround({ depth, drop: true, act: sequenceAndVerify });
    await until('the sequence to be forgotten', () => node.status().virtualBatch === 1n);
    expect(node.status().verifiedBatch).toBe(0n);
    // The verification made a leaf: the block that imported it is gone, and nothing else.
    expect(node.status().reorgs.flatMap((reorg) => reorg.changed)).toEqual([]);
    expect(node.chain.block(number)?.hash).toBe(hash);
    expect((await replica.sync()).lastBatch).toBe(1n);
    await sequenceAndVerify();
    expect(node.chain.block(number)?.hash).toBe(hash);
    await mineTransfers(node, { nonce: 3, count: 1 });
    await sameAsReplica();
  });
});

test('an L1 reorg while the L2 is down is noticed at its start', async () => {
  await node.stop();
  const dataDir = mkdtempSync(join(tmpdir(), 'l2-reorg-'));
  cleanUp.defer(async () => rmSync(dataDir, { recursive: true }));
  node = await rollup.startNode({ dataDir, logger });
  const before = rollup.l1.chain.head().number;
  const leaf = () => rpc<Hex>(node, 'zkevm_getLatestGlobalExitRoot');
  const first = await leaf();
  await depositBig(rollup, parseEther('1'));
  await until('the import', async () => (await leaf()) !== first);
  await mineTransfers(node, { nonce: 0, count: 1 });
  await node.stop();
  await rollup.l1.reorg({ forkBlock: Number(before), drop: 'all' });
  node = await rollup.startNode({ dataDir, logger });
  cleanUp.defer(() => node.stop());
  expect(node.status().reorgs).toMatchObject([{ cause: 'l1Reorg' }]);
  await until('the transfer', async () => {
    const nonce = await rpc(node, 'eth_getTransactionCount', [rollup.account.address, 'latest']);
    return nonce === '0x1';
  });
  await sameAsReplica();
});

test('what is imported after a depth survives a reorg that is less deep', async () => {
  await node.stop();
  await l1Gains(20);
  node = await rollup.startNode({ l1Depth: 20, logger });
  cleanUp.defer(() => node.stop());
  await depositBig(rollup, parseEther('1'));
  const imported = () => rpc<Hex>(node, 'zkevm_getLatestGlobalExitRoot');
  const first = await imported();
  await rollup.l1.reorg({ depth: 5 });
  await until('the import', async () => (await imported()) !== first);
  await rollup.l1.reorg({ depth: 5 });
  await l1Gains(25);
  await mineTransfers(node, { nonce: 0, count: 1 });
  expect(node.status()).toMatchObject({ l1Reorgs: 0, reorgs: [] });
  await node.closeBatch();
  await sequenceFromNode(rollup, node, 2n);
  await until('the batch to be virtual', () => node.status().virtualBatch === 2n);
});
