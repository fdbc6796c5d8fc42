import { concat, encodeErrorResult, type Hex, keccak256, parseAbi, toHex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMempool } from '../engine/createMempool.ts';
import { openDevChain } from '../engine/openDevChain.ts';
import {
  alice,
  carol,
  inputsAfter,
  signTransfer,
  storageContract,
  testConfig,
  word,
} from '../engine/testing.ts';
import type { DevChain } from '../engine/types.ts';
import { createEthHandler } from './createEthHandler.ts';

let chain: DevChain;
let call: (method: string, ...params: unknown[]) => Promise<unknown>;
let mined: Hex;
let waiting: Hex;

/** Reverts with its calldata. */
const reverter = '0x00000000000000000000000000000000000000Fe';
const overrides = { [reverter]: { code: '0x365f5f37365ffd' } };

beforeAll(async () => {
  chain = await openDevChain({ config: testConfig() });
  const mempool = await createMempool({ chain });
  const handle = createEthHandler({
    chain,
    mempool,
    resolveTag: (tag) => (tag === 'safe' ? 1n : 0n),
    overrides: { eth_gasPrice: () => '0x7' },
  });
  call = (method, ...params) => handle(method, params);
  mined = await signTransfer({ nonce: 0 });
  waiting = await signTransfer({ nonce: 1 });
  await call('eth_sendRawTransaction', mined);
  for (let i = 0; i < 3; i += 1) {
    await chain.seal(inputsAfter(chain.head(), { transactions: mempool.ready() }));
  }
  await call('eth_sendRawTransaction', waiting);
});
afterAll(() => chain.close());

test('tags mean what the option says', async () => {
  const number = async (tag: string) =>
    ((await call('eth_getBlockByNumber', tag, false)) as { number: Hex }).number;
  expect(
    await Promise.all(['latest', 'pending', 'safe', 'finalized', 'earliest'].map(number)),
  ).toEqual(['0x3', '0x3', '0x1', '0x0', '0x0']);
  expect(await call('eth_getBalance', carol.address, 'safe')).toBe('0x1');
  expect(await call('eth_getBalance', carol.address, 'finalized')).toBe('0x0');
  expect(await call('eth_getBalance', carol.address)).toBe('0x1');
});

test('a waiting transaction counts for pending, and can be looked up', async () => {
  expect(await call('eth_getTransactionCount', alice.address, 'pending')).toBe('0x2');
  expect(await call('eth_getTransactionCount', alice.address, 'latest')).toBe('0x1');
  expect(await call('eth_getTransactionByHash', keccak256(waiting))).toMatchObject({
    blockNumber: null,
    from: alice.address.toLowerCase(),
    nonce: '0x1',
    value: '0x1',
  });
  expect(await call('eth_getTransactionByHash', keccak256(mined))).toMatchObject({
    blockNumber: '0x1',
  });
  expect(await call('eth_getRawTransactionByHash', keccak256(waiting))).toBe(waiting);
  expect(await call('eth_getRawTransactionByHash', keccak256(mined))).toBe(mined);
  expect(await call('eth_getRawTransactionByHash', word(1))).toBeNull();
  expect(await call('txpool_status')).toEqual({ pending: '0x1', queued: '0x0' });
});

test('a pending transaction has the fields of a mined one', async () => {
  const fields = (hash: Hex) =>
    call('eth_getTransactionByHash', hash).then((t) => Object.keys(t as object).sort());
  const mining = await fields(keccak256(mined));
  expect(await fields(keccak256(waiting))).toEqual(expect.arrayContaining(mining));
});

test.each<[string, Hex, string]>([
  [
    'a reason',
    encodeErrorResult({ abi: parseAbi(['error Error(string)']), args: ['too late'] }),
    'execution reverted: too late',
  ],
  [
    'a panic',
    encodeErrorResult({ abi: parseAbi(['error Panic(uint256)']), args: [17n] }),
    'execution reverted: panic code 0x11',
  ],
  ['a custom error', '0x12345678', 'execution reverted'],
  ['nothing', '0x', 'execution reverted'],
])('a revert with %s is code 3 with the data', async (_, data, message) => {
  const request = { to: reverter, data };
  await expect(call('eth_call', request, 'latest', overrides)).rejects.toMatchObject({
    code: 3,
    message,
    data,
  });
});

test('estimateGas tells the revert too; other failures are no reverts', async () => {
  await expect(call('eth_estimateGas', { data: '0x5f5ffd' })).rejects.toMatchObject({
    code: 3,
    data: '0x',
  });
  const bad = { [reverter]: { code: '0xfe' } };
  await expect(call('eth_call', { to: reverter }, 'latest', bad)).rejects.toMatchObject({
    code: -32000,
    message: 'invalid opcode',
  });
  const endless = { [reverter]: { code: '0x5b5f56' } };
  await expect(
    call('eth_call', { to: reverter, gas: '0xffff' }, 'latest', endless),
  ).rejects.toMatchObject({
    code: -32000,
    message: 'out of gas',
  });
});

test('calls get at most the gas cap', async () => {
  const gasLeft = { [reverter]: { code: '0x5a5f5260205ff3' } };
  for (const gas of [{}, { gas: '0x1c9c380' }]) {
    const left = await call('eth_call', { to: reverter, ...gas }, 'latest', gasLeft);
    expect(Number(left)).toBeLessThan(2 ** 24);
    expect(Number(left)).toBeGreaterThan(2 ** 24 - 30_000);
  }
  const little = await call('eth_call', { to: reverter, gas: '0xffff' }, 'latest', gasLeft);
  expect(Number(little)).toBeLessThan(0xffff);
});

test('an access list holds the slots that a call touches', async () => {
  const list = await call('eth_createAccessList', { to: storageContract, data: word(1) });
  expect(list).toMatchObject({
    accessList: [{ address: storageContract.toLowerCase(), storageKeys: [word(1)] }],
  });
});

test('receipts of a block; short slots; overrides', async () => {
  expect(await call('eth_getBlockReceipts', '0x1')).toMatchObject([
    { transactionHash: keccak256(mined) },
  ]);
  expect(await call('eth_getBlockReceipts', '0x99')).toBeNull();
  expect(await call('eth_getStorageAt', storageContract, '0x0', 'latest')).toBe(word(5));
  expect(await call('eth_getProof', storageContract, ['0x1'], 'latest')).toMatchObject({
    storageProof: [{ value: '0x102' }],
  });
  expect(await call('eth_gasPrice')).toBe('0x7');
  expect(await call('eth_chainId')).toBe(toHex(424242));
});

test.each([
  ['evm_mine', -32004],
  ['hardhat_setStorageAt', -32004],
  ['eth_sendTransaction', -32004],
  ['eth_sign', -32004],
  ['eth_nonsense', -32601],
  ['constructor', -32601],
  ['__proto__', -32601],
])('%s is refused with %d', async (method, code) => {
  await expect(call(method)).rejects.toMatchObject({ code });
});

test('bad parameters are -32602', async () => {
  await expect(call('eth_call', 'nonsense')).rejects.toMatchObject({ code: -32602 });
  await expect(call('eth_sendRawTransaction')).rejects.toMatchObject({ code: -32602 });
  await expect(call('eth_getBalance', concat(['0x12', '0x34']), 'latest')).rejects.toMatchObject({
    code: -32602,
  });
});
