import { type Hex, keccak256, numberToHex } from 'viem';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { waitFor } from '#core';
import { createMempool } from '../engine/createMempool.ts';
import type { Mempool } from '../engine/mempoolTypes.ts';
import { openDevChain } from '../engine/openDevChain.ts';
import { alice, bob, inputsAfter, signTransfer, testConfig } from '../engine/testing.ts';
import type { DevChain } from '../engine/types.ts';
import { createEthHandler } from './createEthHandler.ts';
import { createSubscriptions } from './createSubscriptions.ts';
import { startRpcServer } from './startRpcServer.ts';

/** Emits LOG1 with its calldata's first word as topic, and no data. */
const emitter = '0x00000000000000000000000000000000000000e1';
const topic = (n: number): Hex => numberToHex(n, { size: 32 });

interface Told {
  params: { subscription: string; result: Record<string, unknown> & string };
}

let chain: DevChain;
let mempool: Mempool;
let stop: () => Promise<void>;
let client: Awaited<ReturnType<typeof connect>>;
let url: string;

beforeEach(async () => {
  const config = testConfig();
  config.genesis.accounts[emitter] = { nonce: 1n, code: '0x5f355f5fa1' };
  chain = await openDevChain({ config });
  mempool = await createMempool({ chain });
  const subscriptions = createSubscriptions({ chain, mempool });
  const handle = createEthHandler({ chain, mempool });
  const server = await startRpcServer({ host: '127.0.0.1', port: 0, handle, subscriptions });
  url = server.url;
  client = await connect(url);
  stop = async () => {
    subscriptions.stop();
    await server.stop();
    mempool.close();
    await chain.close();
  };
});
afterEach(async () => {
  client.socket.terminate();
  await stop();
});

async function connect(address: string) {
  const socket = new WebSocket(address.replace('http', 'ws'));
  const answers: { id?: number; result?: unknown; error?: { code: number; message: string } }[] =
    [];
  const told: Told[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    (message.method === 'eth_subscription' ? told : answers).push(message);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  let id = 0;
  const call = async (method: string, params: unknown[] = []) => {
    id += 1;
    const mine = id;
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: mine, method, params }));
    return waitFor({
      what: method,
      check: () => answers.find((answer) => answer.id === mine),
      timeoutMs: 5_000,
      intervalMs: 5,
    });
  };
  return { socket, call, told };
}

async function told(count: number): Promise<Told[]> {
  return waitFor({
    what: `${count} notifications`,
    check: () => (client.told.length >= count ? client.told : undefined),
    timeoutMs: 5_000,
    intervalMs: 5,
  });
}

const seal = (transactions: Hex[] = []) => chain.seal(inputsAfter(chain.head(), { transactions }));

test('serves ordinary requests and batches too', async () => {
  expect(await client.call('eth_chainId')).toMatchObject({ result: '0x67932' });
  const batch = [1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'eth_blockNumber' }));
  client.socket.send(JSON.stringify(batch));
  const { result } = await client.call('net_version');
  expect(result).toBe('424242');
});

test('tells new heads in order, until told to stop', async () => {
  const { result: id } = await client.call('eth_subscribe', ['newHeads']);
  const blocks = [await seal(), await seal(), await seal()];
  const heads = (await told(3)).map(({ params }) => params.result);
  expect(heads.map((head) => head['hash'])).toEqual(blocks.map((block) => block.hash));
  expect(heads[0]).toMatchObject({ number: '0x1', parentHash: expect.any(String) });
  expect(heads[0]).not.toHaveProperty('transactions');
  expect(await client.call('eth_unsubscribe', [id])).toMatchObject({ result: true });
  expect(await client.call('eth_unsubscribe', [id])).toMatchObject({ result: false });
  await seal();
  await client.call('eth_blockNumber');
  expect(client.told).toHaveLength(3);
});

test('tells logs that match, and takes them back with their block', async () => {
  const params = { address: emitter, topics: [[topic(7), topic(8)]] };
  await client.call('eth_subscribe', ['logs', params]);
  const emit = (nonce: number, n: number) =>
    signTransfer({ nonce, to: emitter, value: 0n, gas: 60_000n, data: topic(n) });
  await seal([await emit(0, 7), await emit(1, 9), await emit(2, 8)]);
  const [first, second] = await told(2);
  expect(first?.params.result).toMatchObject({ address: emitter, topics: [topic(7)] });
  expect(second?.params.result['topics']).toEqual([topic(8)]);
  await chain.rollbackTo({ to: 0n });
  const [, , third, fourth] = await told(4);
  expect(third?.params.result).toMatchObject({ topics: [topic(8)], removed: true });
  expect(fourth?.params.result).toMatchObject({ topics: [topic(7)], removed: true });
});

test('tells waiting transactions, as hash or whole', async () => {
  await client.call('eth_subscribe', ['newPendingTransactions']);
  await client.call('eth_subscribe', ['newPendingTransactions', true]);
  const raw = await signTransfer({ nonce: 0 });
  await client.call('eth_sendRawTransaction', [raw]);
  const news = (await told(2)).map(({ params }) => params.result);
  expect(news).toContain(keccak256(raw));
  expect(news).toContainEqual(expect.objectContaining({ from: alice.address.toLowerCase() }));
});

test('names what is wrong with a subscription', async () => {
  const wrong = async (...params: unknown[]) => (await client.call('eth_subscribe', params)).error;
  expect(await wrong('syncing')).toMatchObject({ code: -32602, message: /want newHeads/ });
  expect(await wrong('logs', { address: '0x12' })).toMatchObject({ code: -32602 });
  expect(await wrong('logs', { topics: [1, 2, 3, 4, 5] })).toMatchObject({ code: -32602 });
  const http = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['newHeads'] }),
  });
  expect(await http.json()).toMatchObject({ error: { code: -32601, message: /ws:/ } });
});

test('a connection that ends takes its subscriptions along', async () => {
  await client.call('eth_subscribe', ['newHeads']);
  client.socket.terminate();
  client = await connect(url);
  await client.call('eth_subscribe', ['newHeads']);
  await seal();
  await told(1);
  await client.call('eth_blockNumber');
  expect(client.told).toHaveLength(1);
});

test('filters of waiting transactions, and the pool by sender', async () => {
  const { result: filter } = await client.call('eth_newPendingTransactionFilter');
  const raws = [
    await signTransfer({ nonce: 0 }),
    await signTransfer({ nonce: 2 }),
    await signTransfer({ from: bob, nonce: 0 }),
  ];
  for (const raw of raws) await client.call('eth_sendRawTransaction', [raw]);
  const changes = await client.call('eth_getFilterChanges', [filter]);
  expect(changes.result).toEqual(raws.map((raw) => keccak256(raw)));
  expect((await client.call('eth_getFilterChanges', [filter])).result).toEqual([]);
  expect((await client.call('txpool_status')).result).toEqual({ pending: '0x2', queued: '0x1' });
  const content = (await client.call('txpool_content')).result as Record<string, never>;
  expect(content).toMatchObject({
    pending: { [alice.address]: { 0: { nonce: '0x0' } }, [bob.address]: { 0: {} } },
    queued: { [alice.address]: { 2: { nonce: '0x2' } } },
  });
  expect((await client.call('txpool_inspect')).result).toMatchObject({
    queued: { [alice.address]: { 2: expect.stringMatching(/: 1 wei \+ 21000 gas × 0 wei$/) } },
  });
  const from = (await client.call('txpool_contentFrom', [bob.address])).result;
  expect(from).toMatchObject({ pending: { 0: { nonce: '0x0' } }, queued: {} });
});

test('traces every transaction of a block', async () => {
  await seal([await signTransfer({ nonce: 0 }), await signTransfer({ nonce: 1 })]);
  const { result } = await client.call('debug_traceBlockByNumber', ['0x1']);
  expect(result).toHaveLength(2);
  expect(result).toMatchObject([{ txHash: expect.any(String), result: { gas: 21_000 } }, {}]);
  const missing = await client.call('debug_traceBlockByNumber', ['0x9']);
  expect(missing.error).toMatchObject({ code: -32000, message: 'block not found' });
});
