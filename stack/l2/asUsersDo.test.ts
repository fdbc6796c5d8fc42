import {
  createPublicClient,
  createWalletClient,
  defineChain,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  numberToHex,
  parseAbi,
  parseEther,
  publicActions,
  webSocket,
} from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bridgeAbi } from '#contracts';
import { createLogger, waitFor } from '#core';
import type { L2Node } from './startL2Node.ts';
import { FLOOR, startTestRollup, type TestRollup } from './testing.ts';

const logger = createLogger('test');
logger.level = 'silent';
const RECEIVER = '0x00000000000000000000000000000000000000b0';
const cleanUp = new AsyncDisposableStack();
let rollup: TestRollup;
let node: L2Node;

beforeAll(async () => {
  rollup = await startTestRollup();
  cleanUp.defer(() => rollup.stop());
  node = await rollup.startNode({ logger });
  cleanUp.defer(() => node.stop());
}, 120_000);
afterAll(() => cleanUp.disposeAsync());

const chain = () =>
  defineChain({
    id: 424242,
    name: 'BigFile Chain',
    nativeCurrency: { name: 'BigFile', symbol: 'BIG', decimals: 18 },
    rpcUrls: { default: { http: [node.rpcUrl] } },
  });
const client = () =>
  createWalletClient({
    account: rollup.account,
    chain: chain(),
    transport: http(),
    pollingInterval: 20,
    cacheTime: 0,
  }).extend(publicActions);
const socketUrl = () => node.rpcUrl.replace('http', 'ws');

/** A raw request, for what viem has no action for. */
async function ask(method: string, params: unknown[] = []) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  // biome-ignore lint/suspicious/noExplicitAny: whatever the node answers
  return (await (await fetch(node.rpcUrl, { method: 'POST', body })).json()) as any;
}

let mined: { hash: Hex; block: bigint };

test('a wallet prepares, signs and sends with nothing but defaults', async () => {
  const l2 = client();
  const request = await l2.prepareTransactionRequest({ to: RECEIVER, value: 1n });
  expect(request).toMatchObject({ type: 'eip1559', maxFeePerGas: FLOOR, gas: 21_000n, nonce: 0 });
  const hash = await l2.sendTransaction({ to: RECEIVER, value: 1n });
  const receipt = await l2.waitForTransactionReceipt({ hash });
  expect(receipt).toMatchObject({ status: 'success', effectiveGasPrice: FLOOR, type: 'eip1559' });
  mined = { hash, block: receipt.blockNumber };
  for (const type of ['legacy', 'eip2930'] as const) {
    const sent = await l2.sendTransaction({ to: RECEIVER, value: 1n, type, gasPrice: FLOOR });
    expect((await l2.waitForTransactionReceipt({ hash: sent })).type).toBe(type);
  }
});

test('accounts, blocks, transactions and fees, by every way to name them', async () => {
  const l2 = client();
  const { account } = rollup;
  expect(await l2.getBalance({ address: RECEIVER })).toBe(3n);
  expect(await l2.getBalance({ address: RECEIVER, blockTag: 'earliest' })).toBe(0n);
  expect(await l2.getTransactionCount({ address: account.address, blockTag: 'pending' })).toBe(3);
  for (const blockTag of ['latest', 'pending', 'safe', 'finalized', 'earliest'] as const) {
    expect((await l2.getBlock({ blockTag })).baseFeePerGas).toBe(0n);
  }
  const block = await l2.getBlock({ blockNumber: mined.block, includeTransactions: true });
  expect(block.transactions[0]).toMatchObject({ hash: mined.hash, blockNumber: mined.block });
  expect(await l2.getBlock({ blockHash: block.hash })).toMatchObject({ number: mined.block });
  expect(await l2.getBlockTransactionCount({ blockNumber: mined.block })).toBe(1);
  expect(await l2.getBlockTransactionCount({ blockHash: block.hash })).toBe(1);
  const byIndex = { blockNumber: mined.block, index: 0 };
  expect(await l2.getTransaction(byIndex)).toMatchObject({ hash: mined.hash });
  expect(await l2.getTransaction({ blockHash: block.hash, index: 0 })).toMatchObject({
    hash: mined.hash,
  });
  expect(await l2.getTransactionConfirmations({ hash: mined.hash })).toBeGreaterThan(0n);
  expect(await l2.getGasPrice()).toBe(FLOOR);
  expect(await l2.estimateMaxPriorityFeePerGas()).toBe(FLOOR);
  const history = await l2.getFeeHistory({ blockCount: 2, rewardPercentiles: [10, 90] });
  expect(history.baseFeePerGas.every((fee) => fee === 0n)).toBe(true);
  expect(await l2.request({ method: 'net_version' } as never)).toBe('424242');
});

test('contracts: calls, overrides, storage, proofs, events, access lists, reverts', async () => {
  const l2 = client();
  const { bridge } = rollup.contracts;
  const contract = { address: bridge, abi: bridgeAbi } as const;
  expect(await l2.readContract({ ...contract, functionName: 'networkID' })).toBe(1);
  expect(await l2.getCode({ address: bridge })).toMatch(/^0x[0-9a-f]{100,}/);
  const { result, request } = await l2.simulateContract({
    ...contract,
    functionName: 'bridgeAsset',
    args: [0, RECEIVER, 5n, '0x0000000000000000000000000000000000000000', true, '0x'],
    value: 5n,
  });
  expect(result).toBeUndefined();
  const receipt = await l2.waitForTransactionReceipt({ hash: await l2.writeContract(request) });
  const events = await l2.getContractEvents({
    ...contract,
    eventName: 'BridgeEvent',
    strict: true,
  });
  expect(events.at(-1)!.args).toMatchObject({ amount: 5n, destinationNetwork: 0 });
  const filter = { address: bridge, fromBlock: receipt.blockNumber, toBlock: 'latest' } as const;
  expect((await l2.getLogs(filter)).length).toBeGreaterThan(0);
  const proof = await l2.getProof({ address: bridge, storageKeys: [numberToHex(0, { size: 32 })] });
  expect(proof.accountProof.length).toBeGreaterThan(0);
  expect(await l2.getStorageAt({ address: bridge, slot: '0x0' })).toMatch(/^0x[0-9a-f]{64}$/);
  const poor = '0x000000000000000000000000000000000000dEaD';
  const stateOverride = [{ address: poor, balance: parseEther('1') }] as const;
  await expect(l2.call({ account: poor, to: RECEIVER, value: 1n })).rejects.toThrow(/funds/);
  expect(
    await l2.call({ account: poor, to: RECEIVER, value: 1n, stateOverride: [...stateOverride] }),
  ).toEqual({ data: undefined });
  const data = encodeFunctionData({ abi: bridgeAbi, functionName: 'networkID' });
  const { accessList } = await l2.createAccessList({ to: bridge, data });
  expect(accessList.length).toBeGreaterThan(0);
  await expect(
    l2.readContract({
      address: bridge,
      abi: parseAbi(['function activateEmergencyState()', 'error OnlyRollupManager()']),
      functionName: 'activateEmergencyState',
    } as never),
  ).rejects.toThrow(/OnlyRollupManager/);
});

test('filters: blocks, events and waiting transactions', async () => {
  const l2 = client();
  const [blocks, pending, logs] = await Promise.all([
    l2.createBlockFilter(),
    l2.createPendingTransactionFilter(),
    l2.createEventFilter({ address: rollup.contracts.bridge }),
  ]);
  const hash = await l2.sendTransaction({ to: RECEIVER, value: 1n });
  await l2.waitForTransactionReceipt({ hash });
  expect((await l2.getFilterChanges({ filter: blocks })).length).toBeGreaterThan(0);
  expect(await l2.getFilterChanges({ filter: pending })).toContain(hash);
  expect(await l2.getFilterChanges({ filter: logs })).toEqual([]);
  for (const filter of [blocks, pending, logs]) {
    expect(await l2.uninstallFilter({ filter: filter as never })).toBe(true);
  }
});

test('traces: of a transaction, a call and a block, with the call tracer and without', async () => {
  const callTracer = { tracer: 'callTracer' };
  const plain = await ask('debug_traceTransaction', [mined.hash]);
  expect(plain.result).toMatchObject({ failed: false, structLogs: [] });
  const calls = await ask('debug_traceTransaction', [mined.hash, callTracer]);
  expect(calls.result).toMatchObject({ type: 'CALL', to: RECEIVER });
  const call = { from: rollup.account.address, to: rollup.contracts.bridge, data: '0xbab161bf' };
  const traced = await ask('debug_traceCall', [call, 'latest', callTracer]);
  expect(traced.result).toMatchObject({ type: 'CALL' });
  const block = await ask('debug_traceBlockByNumber', [numberToHex(mined.block), callTracer]);
  expect(block.result).toMatchObject([{ txHash: mined.hash, result: { type: 'CALL' } }]);
});

test('over WebSocket: blocks, waiting transactions and events come by themselves', async () => {
  const l2 = client();
  const socket = createPublicClient({ chain: chain(), transport: webSocket(socketUrl()) });
  const seen = { blocks: [] as number[], pending: [] as Hex[], events: [] as unknown[] };
  const stops = [
    socket.watchBlockNumber({ onBlockNumber: () => void seen.blocks.push(1) }),
    socket.watchPendingTransactions({
      onTransactions: (hashes) => void seen.pending.push(...hashes),
    }),
    socket.watchContractEvent({
      address: rollup.contracts.bridge,
      abi: bridgeAbi,
      eventName: 'BridgeEvent',
      onLogs: (logs) => void seen.events.push(...logs),
    }),
  ];
  // A round trip on the same connection: the subscriptions before it stand.
  expect(await socket.getChainId()).toBe(424242);
  await waitFor({
    what: 'the news',
    timeoutMs: 20_000,
    check: async () => {
      await l2.writeContract({
        address: rollup.contracts.bridge,
        abi: bridgeAbi,
        functionName: 'bridgeAsset',
        args: [0, RECEIVER, 1n, '0x0000000000000000000000000000000000000000', true, '0x'],
        value: 1n,
      });
      return Object.values(seen).every((list) => list.length > 0) || undefined;
    },
  });
  for (const stop of stops) stop();
  const { socket: raw } = await socket.transport.getRpcClient();
  raw.close();
});

test('batches are answered in order, above their limit refused, and so are bodies', async () => {
  const batching = createPublicClient({
    chain: chain(),
    transport: http(undefined, { batch: { batchSize: 100 } }),
  });
  const numbers = Array.from({ length: 50 }, (_, i) => BigInt(i % 3));
  const blocks = await Promise.all(
    numbers.map((blockNumber) => batching.getBlock({ blockNumber })),
  );
  expect(blocks.map((block) => block.number)).toEqual(numbers);
  const one = { jsonrpc: '2.0', id: 1, method: 'eth_chainId' };
  const post = (body: string) => fetch(node.rpcUrl, { method: 'POST', body });
  const many = await post(JSON.stringify(Array.from({ length: 1_001 }, () => one)));
  expect(await many.json()).toMatchObject({ error: { code: -32600 } });
  const large = await post(JSON.stringify({ ...one, params: ['f'.repeat(5 * 2 ** 20)] }));
  expect(large.status).toBe(413);
  expect(await large.json()).toMatchObject({ error: { code: -32600 } });
});

test.each<[string, () => Promise<unknown>, number, RegExp]>([
  ['no method', () => ask('eth_fly'), -32601, /eth_fly/],
  ['no such parameter', () => ask('eth_getBalance', ['0x12']), -32602, /./],
  ['no transaction', () => ask('eth_sendRawTransaction', ['0x1234']), -32000, /type 18/],
  ['a key of the node', () => ask('eth_sendTransaction', [{}]), -32004, /eth_sendTransaction/],
  ['a cheat', () => ask('hardhat_setBalance', [RECEIVER, '0x1']), -32004, /hardhat_setBalance/],
  ['a witness', () => ask('zkevm_getBatchWitness', [1]), -32004, /not available on this engine/],
  ['a subscription over HTTP', () => ask('eth_subscribe', ['newHeads']), -32601, /ws:/],
])('error code for %s', async (_, call, code, message) => {
  expect(await call()).toMatchObject({
    error: { code, message: expect.stringMatching(message) },
  });
});

test('other origins may ask; health and readiness are pages', async () => {
  const preflight = await fetch(node.rpcUrl, {
    method: 'OPTIONS',
    headers: { origin: 'https://wallet.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  for (const page of ['health', 'ready']) {
    const response = await fetch(`${node.rpcUrl}/${page}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ok: true, pending: expect.anything() });
  }
  const metrics = await (await fetch(`${node.rpcUrl}/metrics`)).text();
  expect(metrics).toMatch(/^bigfile_l2_block \d+$/m);
});

test('the pool, as geth shows it', async () => {
  const l2 = client();
  const nonce = await l2.getTransactionCount({ address: rollup.account.address });
  const raw = await rollup.account.signTransaction({
    ...{ type: 'eip1559', chainId: 424242, nonce: nonce + 5, gas: 21_000n, to: RECEIVER },
    ...{ maxFeePerGas: FLOOR, maxPriorityFeePerGas: FLOOR },
  } as const);
  expect((await ask('eth_sendRawTransaction', [raw])).result).toBe(keccak256(raw));
  expect((await ask('txpool_status')).result).toEqual({ pending: '0x0', queued: '0x1' });
  const { queued } = (await ask('txpool_contentFrom', [rollup.account.address])).result;
  expect(Object.values(queued)).toMatchObject([{ hash: keccak256(raw), blockNumber: null }]);
  expect(Object.keys((await ask('txpool_inspect')).result.queued)).toHaveLength(1);
  expect(Object.keys((await ask('txpool_content')).result.queued)).toHaveLength(1);
});
