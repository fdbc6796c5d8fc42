import { encodeFunctionData, type Hex, keccak256 } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { polTestTokenAbi, rollupEtrogAbi } from '#contracts';
import { createLogger, waitFor } from '#core';
import { startTestRollup, type TestRollup } from '../l2/testing.ts';
import { type L1Call, L1Sender } from './L1Sender.ts';
import { type L1Proxy, startL1Proxy } from './testingL1Proxy.ts';

const logger = createLogger('test');
logger.level = 'silent';
const keys = Array.from({ length: 8 }, generatePrivateKey);
let rollup: TestRollup;
let proxy: L1Proxy;
let key: Hex;

beforeAll(async () => {
  const funded = keys.map((k) => privateKeyToAccount(k).address);
  rollup = await startTestRollup({ funded });
  proxy = await startL1Proxy({ l1RpcUrl: rollup.l1.rpcUrl });
}, 120_000);
afterAll(async () => {
  await proxy?.stop();
  await rollup?.stop();
});
beforeEach(() => {
  key = keys.pop()!;
  proxy.offered.length = 0;
});

const sender = (o: Partial<ConstructorParameters<typeof L1Sender>[0]> = {}) =>
  new L1Sender({ rpcUrl: proxy.url, key, logger, bumpAfterMs: 1_000, ...o });
const mint = (to: L1Sender, amount = 7n): L1Call => ({
  what: 'mint POL',
  address: rollup.contracts.pol,
  abi: polTestTokenAbi,
  functionName: 'mint',
  args: [to.address, amount],
});
const polOf = (to: L1Sender) =>
  rollup.client.readContract({
    address: rollup.contracts.pol,
    abi: polTestTokenAbi,
    functionName: 'balanceOf',
    args: [to.address],
  });
const nonceOf = (to: L1Sender) => rollup.client.getTransactionCount({ address: to.address });

test('a transaction that does not get into a block is sent again with higher fees, once', async () => {
  const l1 = sender();
  proxy.set('lost');
  const receipt = await l1.send(mint(l1));
  expect(proxy.offered.length).toBeGreaterThanOrEqual(2);
  expect(receipt.transactionHash).not.toBe(keccak256(proxy.offered[0]!));
  expect(l1.status()).toMatchObject({ sent: 1, waiting: null });
  expect(l1.status().bumps).toBeGreaterThanOrEqual(1);
  expect([await nonceOf(l1), await polOf(l1)]).toEqual([1, 7n]);
});

test('one whose answer is lost is looked for: it is not sent under another nonce', async () => {
  const l1 = sender({ bumpAfterMs: 20_000 });
  proxy.set('unanswered');
  await l1.send(mint(l1));
  expect([await nonceOf(l1), await polOf(l1)]).toEqual([1, 7n]);
  expect(l1.status()).toMatchObject({ sent: 1, bumps: 0 });
});

test('what an earlier run left in the pool is replaced, never doubled', async () => {
  const l1 = sender();
  const data = encodeFunctionData({ ...mint(l1, 100n), abi: polTestTokenAbi } as never);
  const stuck = await privateKeyToAccount(key).signTransaction({
    ...{ type: 'eip1559', chainId: 1337, nonce: 0, gas: 100_000n, to: rollup.contracts.pol, data },
    // Less than any base fee: it waits for ever.
    ...{ maxFeePerGas: 1n, maxPriorityFeePerGas: 1n },
  } as const);
  await rollup.client.sendRawTransaction({ serializedTransaction: stuck });
  await l1.settle();
  await l1.send(mint(l1));
  expect([await nonceOf(l1), await polOf(l1)]).toEqual([1, 7n]);
});

test('what an earlier run left for a later nonce is waited for, and its nonce not used again', async () => {
  const l1 = sender({ bumpAfterMs: 20_000 });
  const data = encodeFunctionData({ ...mint(l1, 100n), abi: polTestTokenAbi } as never);
  const { baseFeePerGas } = await rollup.client.getBlock();
  const tip = 10n ** 9n;
  const later = await privateKeyToAccount(key).signTransaction({
    ...{ type: 'eip1559', chainId: 1337, nonce: 1, gas: 100_000n, to: rollup.contracts.pol, data },
    ...{ maxFeePerGas: 2n * baseFeePerGas! + tip, maxPriorityFeePerGas: tip },
  } as const);
  await rollup.client.sendRawTransaction({ serializedTransaction: later });
  await l1.send(mint(l1));
  await l1.settle();
  await l1.send(mint(l1));
  expect([await nonceOf(l1), await polOf(l1)]).toEqual([3, 114n]);
});

test('what would revert is not sent, and the contract’s error is named', async () => {
  const l1 = sender();
  const call: L1Call = {
    what: 'sequence nothing',
    address: rollup.contracts.rollup,
    abi: rollupEtrogAbi,
    functionName: 'sequenceForceBatches',
    args: [[]],
  };
  await expect(l1.send(call)).rejects.toMatchObject({
    code: 'STACK_TRANSACTION_FAILED',
    message: expect.stringMatching(/sequence nothing failed: \w+/),
  });
  await expect(l1.send({ ...mint(l1), maxGas: 30_000n })).rejects.toMatchObject({
    code: 'STACK_GAS_LIMIT',
  });
  expect(proxy.offered).toEqual([]);
  expect(await nonceOf(l1)).toBe(0);
});

test('an L1 that does not answer shows in the status, for as long as it lasts', async () => {
  const l1 = sender();
  proxy.set('down');
  const settled = l1.settle();
  await waitFor({
    what: 'the trouble',
    timeoutMs: 20_000,
    check: () => l1.status().trouble ?? undefined,
  });
  proxy.set('fine');
  await settled;
  await l1.send(mint(l1));
  expect(l1.status()).toMatchObject({ trouble: null, sent: 1 });
});
