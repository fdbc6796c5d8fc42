import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { numberToHex, zeroHash } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '#core';
import type { L2Node } from '../l2/index.ts';
import { mineTransfers, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { depositBig, sequenceFromNode, verify } from '../l2/testingSettlement.ts';
import { createReplica } from './createReplica.ts';
import { type SyncProgress, syncFromL1 } from './syncFromL1.ts';

const logger = createLogger('test');
logger.level = 'silent';
const cleanUp = new AsyncDisposableStack();
let rollup: TestRollup;
let node: L2Node;
/** A block with transactions: which ones are empty depends on when L1 info arrives. */
let altered: bigint;

beforeAll(async () => {
  rollup = await startTestRollup();
  cleanUp.defer(() => rollup.stop());
  node = await rollup.startNode({ logger });
  cleanUp.defer(() => node.stop());
  for (const n of [2n, 3n]) {
    await depositBig(rollup, 3n);
    await mineTransfers(node, { nonce: Number(n - 2n) * 2, count: 2 });
    await node.closeBatch();
    await sequenceFromNode(rollup, node, n);
  }
  const replica = await createReplica(rollup.options);
  await replica.sync();
  const { stateRoot, localExitRoot, blocks } = replica.batch(2n);
  altered = blocks.find((n) => replica.chain.block(n)!.transactionHashes.length > 0)!;
  await replica.stop();
  await verify(rollup, { first: 0n, last: 2n, stateRoot, localExitRoot });
}, 60_000);
afterAll(() => cleanUp.disposeAsync());

const sync = (o: Partial<Parameters<typeof syncFromL1>[0]> = {}) =>
  syncFromL1({
    l1RpcUrl: rollup.l1.rpcUrl,
    rollup: rollup.contracts.rollup,
    genesis: rollup.genesis,
    ...o,
  });

/** The node, with its answers altered on their way. */
async function lyingNode(change: (block: Record<string, unknown>) => void): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    type Answer = { result?: Record<string, unknown> };
    const sent = await fetch(node.rpcUrl, { method: 'POST', body });
    const answers = (await sent.json()) as Answer | Answer[];
    for (const { result } of [answers].flat()) {
      if (result?.['number'] === numberToHex(altered)) change(result);
    }
    response.end(JSON.stringify(answers));
  }).listen(0, '127.0.0.1');
  cleanUp.defer(async () => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('rebuilds the chain from the address of the rollup, and finds everything the same', async () => {
  const progress: SyncProgress[] = [];
  const report = await sync({ l2RpcUrl: node.rpcUrl, onProgress: (p) => progress.push(p) });
  expect(report).toMatchObject({ rollupId: 1, chainId: 424242n, lastBatch: 3n, rootsCompared: 1 });
  expect(report.hash).toBe(node.chain.block(report.lastBlock)!.hash);
  expect(report.blocksCompared).toBe(Number(report.lastBlock));
  expect(new Set(progress.map((p) => p.phase))).toEqual(new Set(['batches', 'roots', 'blocks']));
});

test.each<[string, (block: Record<string, unknown>) => void]>([
  ['state root', (b) => Object.assign(b, { stateRoot: zeroHash, hash: zeroHash })],
  ['transaction list', (b) => Object.assign(b, { transactions: [], hash: zeroHash })],
  ['timestamp', (b) => Object.assign(b, { timestamp: '0x1', hash: zeroHash })],
  ['hash', (b) => Object.assign(b, { hash: zeroHash })],
])('error: an L2 node with another %s', async (field, change) => {
  await expect(sync({ l2RpcUrl: await lyingNode(change) })).rejects.toThrow(
    expect.objectContaining({ code: 'STACK_SYNC_BLOCK', block: altered, field }),
  );
});

test('error: no rollup, or another genesis', async () => {
  await expect(sync({ rollup: rollup.contracts.bridge })).rejects.toThrow(
    expect.objectContaining({ code: 'STACK_NOT_A_ROLLUP' }),
  );
  const genesis = { ...rollup.genesis, accounts: {} };
  await expect(sync({ genesis })).rejects.toThrow(
    expect.objectContaining({ code: 'STACK_GENESIS_MISMATCH' }),
  );
});

test('error: L1 has accepted a root that does not follow from its data', async () => {
  const stateRoot = `0x${'00'.repeat(31)}07` as const;
  await verify(rollup, { first: 2n, last: 3n, stateRoot, localExitRoot: zeroHash });
  await expect(sync()).rejects.toThrow(
    expect.objectContaining({ code: 'STACK_SYNC_ROOT', batch: 3n }),
  );
});
