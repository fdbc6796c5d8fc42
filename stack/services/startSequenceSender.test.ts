import { encodeFunctionData, type Hex, parseAbi, toHex } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { polTestTokenAbi } from '#contracts';
import { createLogger, waitFor } from '#core';
import { createReplica } from '../derivation/index.ts';
import type { L2Node } from '../l2/index.ts';
import { l2Transfer, rpc, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { type SequenceSender, startSequenceSender } from './startSequenceSender.ts';
import { type L1Proxy, startL1Proxy } from './testingL1Proxy.ts';

const logger = createLogger('test');
logger.level = 'silent';
const key = generatePrivateKey();
const sequencer = privateKeyToAddress(key);

let rollup: TestRollup;
let node: L2Node;
let proxy: L1Proxy;
let cleanUp: AsyncDisposableStack;
let nonce: number;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  nonce = 0;
  rollup = await startTestRollup({ funded: [sequencer], params: { trustedSequencer: sequencer } });
  cleanUp.defer(() => rollup.stop());
  node = await rollup.startNode({ logger });
  cleanUp.defer(() => node.stop());
  proxy = await startL1Proxy({ l1RpcUrl: rollup.l1.rpcUrl });
  cleanUp.defer(() => proxy.stop());
});
afterEach(() => cleanUp.disposeAsync());

async function start(
  o: Partial<Parameters<typeof startSequenceSender>[0]> = {},
): Promise<SequenceSender> {
  const sender = await startSequenceSender({
    ...{ l1RpcUrl: proxy.url, l2RpcUrl: node.rpcUrl, contracts: rollup.contracts, rollupId: 1 },
    ...{ key, coinbase: rollup.account.address, pollMs: 50, mintPol: true, logger },
    api: { host: '127.0.0.1', port: 0 },
    bumpAfterMs: 2_000,
    ...o,
  });
  cleanUp.defer(() => sender.stop());
  return sender;
}

/** A closed batch with a transaction that carries some bytes. */
async function closedBatch(o: { bytes?: number } = {}): Promise<bigint> {
  const data = toHex(new Uint8Array(o.bytes ?? 0).fill(0xab));
  const raw = await l2Transfer({ nonce, data, gas: 2_000_000n } as never);
  await rpc(node, 'eth_sendRawTransaction', [raw]);
  nonce += 1;
  await waitFor({
    what: 'the transaction in a block',
    timeoutMs: 20_000,
    check: async () =>
      (await rpc<Hex>(node, 'eth_getTransactionCount', [rollup.account.address, 'latest'])) ===
        toHex(nonce) || undefined,
  });
  return node.closeBatch();
}
async function closedBatches(count: number, o: { bytes?: number } = {}): Promise<bigint> {
  let last = 0n;
  for (let i = 0; i < count; i += 1) last = await closedBatch(o);
  return last;
}
const virtual = (batch: bigint) =>
  waitFor({
    what: `batch ${batch} on L1`,
    timeoutMs: 40_000,
    check: () => node.status().virtualBatch >= batch || undefined,
  });
const event = parseAbi(['event SequenceBatches(uint64 indexed numBatch, bytes32 l1InfoRoot)'])[0];
/** Last batch of each sequence on L1. */
async function sequences(): Promise<bigint[]> {
  const { rollup: address } = rollup.contracts;
  const logs = await rollup.client.getLogs({ address, event, fromBlock: 0n, strict: true });
  return logs.map((log) => log.args.numBatch);
}
async function sameAsReplica(): Promise<void> {
  const replica = await createReplica(rollup.options);
  const { lastBlock } = await replica.sync();
  expect(replica.chain.block(lastBlock)!.hash).toBe(node.chain.block(lastBlock)!.hash);
  await replica.stop();
}

test('batches that are closed together go together, and its figures are served', async () => {
  const last = await closedBatches(4);
  const sender = await start();
  await virtual(last);
  expect(await sequences()).toEqual([last]);
  await waitFor({
    what: 'the sender to be done',
    timeoutMs: 20_000,
    check: () => sender.status().state === 'idle' || undefined,
  });
  expect(sender.status()).toMatchObject({ sequences: 1, batches: 4, lastSequenced: last });
  const served = await (await fetch(`${sender.url}/status`)).json();
  expect(served).toMatchObject({ state: 'idle', sequences: 1, lastError: null });
  const metrics = await (await fetch(`${sender.url}/metrics`)).text();
  expect(metrics).toContain(`bigfile_sequence_sender_last_sequenced_batch ${last}\n`);
  expect(metrics).toContain('bigfile_sequence_sender_batches_total 4\n');
  await sameAsReplica();
});

test('a transaction has at most so many batches, bytes and gas', async () => {
  // Sequences of two by number; then each alone by bytes; then what one transaction may use of gas.
  let last = await closedBatches(4);
  let sender = await start({ maxBatchesPerSequence: 2 });
  await virtual(last);
  expect(await sequences()).toEqual([last - 2n, last]);
  await sender.stop();

  last = await closedBatches(2, { bytes: 12_000 });
  sender = await start({ maxTxBytes: 16_000 });
  await virtual(last);
  expect((await sequences()).slice(-2)).toEqual([last - 1n, last]);
  await sender.stop();

  // 12,000 bytes of call data are 480,000 gas at the floor of EIP-7623, and a margin is added.
  last = await closedBatches(2, { bytes: 12_000 });
  await start({ maxTxGas: 1_000_000n });
  await virtual(last);
  expect((await sequences()).slice(-2)).toEqual([last - 1n, last]);
  await sameAsReplica();
});

test('a sender that starts again, or beside another, sends nothing twice', async () => {
  const last = await closedBatches(2);
  const first = await start();
  await virtual(last);
  await first.stop();
  const again = await start();
  const beside = await start();
  const newest = await closedBatch();
  await virtual(newest);
  await waitFor({
    what: 'both to be done',
    timeoutMs: 40_000,
    check: () => [again, beside].every((s) => s.status().lastSequenced === newest) || undefined,
  });
  const numbers = await sequences();
  expect(numbers).toEqual([...new Set(numbers)]);
});

test('what it lacks is in its status, and it goes on once it is there', async () => {
  const last = await closedBatch();
  const sender = await start({ mintPol: false });
  const failing = await waitFor({
    what: 'the reason',
    timeoutMs: 20_000,
    check: () => (sender.status().lastError ? sender.status() : undefined),
  });
  expect(failing).toMatchObject({
    state: 'failing',
    lastError: { code: 'STACK_INSUFFICIENT_POL' },
  });
  const metrics = await (await fetch(`${sender.url}/metrics`)).text();
  expect(metrics).toContain('bigfile_sequence_sender_failing 1\n');
  const { pol: address } = rollup.contracts;
  const args = [sequencer, 10n ** 20n] as const;
  const data = encodeFunctionData({ abi: polTestTokenAbi, functionName: 'mint', args });
  await rollup.send([{ name: 'mint POL', to: address, data, gas: 100_000n }]);
  await virtual(last);
});

test('an L1 that is away, and one that loses a transaction, hold it up and no more', async () => {
  const sender = await start();
  proxy.set('down');
  const last = await closedBatches(2);
  await waitFor({
    what: 'the trouble',
    timeoutMs: 40_000,
    check: () => sender.status().l1.trouble ?? undefined,
  });
  expect(sender.status().state).toBe('failing');
  proxy.set('fine');
  await virtual(last);
  expect(sender.status().l1.trouble).toBeNull();
  const before = await sequences();
  proxy.set('lost');
  const next = await closedBatch();
  await virtual(next);
  expect(await sequences()).toEqual([...before, next]);
  expect(sender.status().l1.bumps).toBeGreaterThanOrEqual(1);
});

test('a sequence that an L1 reorg takes back is sent again, as it was', async () => {
  const sender = await start();
  const before = rollup.l1.chain.head().number;
  const last = await closedBatches(2);
  await virtual(last);
  const { hash, number } = node.chain.head();
  await rollup.l1.reorg({ forkBlock: Number(before), drop: 'all' });
  expect(await sequences()).toEqual([]);
  await waitFor({
    what: 'the batches on L1 again',
    timeoutMs: 60_000,
    check: async () => (await sequences()).at(-1) === last || undefined,
  });
  await virtual(last);
  expect(node.chain.block(number)?.hash).toBe(hash);
  expect(node.status().halted).toBeUndefined();
  // A lost nonce is a reason to try again, and no trouble once that has gone well.
  await waitFor({
    what: 'the sender to be without an error',
    timeoutMs: 60_000,
    check: () => sender.status().lastError === null || undefined,
  });
  await sameAsReplica();
});
