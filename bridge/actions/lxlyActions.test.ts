import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  http,
  numberToHex,
  parseEther,
  zeroAddress,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { waitFor } from '#core';
import { bigTokenAbi, bridgeAbi } from '../abi.ts';
import { type BridgeService, startBridgeService } from '../service/startBridgeService.ts';
import { claimOf } from '../testing/bridgeUser.ts';
import { type BridgePair, openBridgePair } from '../testing/openBridgePair.ts';
import type { TestChain } from '../testing/openTestChain.ts';
import { depositsOf } from './depositsOf.ts';
import { lxlyActions } from './lxlyActions.ts';

const account = privateKeyToAccount(generatePrivateKey());
let pair: BridgePair;
let service: BridgeService;

const wallet = (chain: TestChain) =>
  createWalletClient({ account, transport: http(chain.url), pollingInterval: 10 }).extend(
    lxlyActions({ bridge: pair.contracts.bridge, url: service.url }),
  );
const viewer = (chain: TestChain) =>
  createPublicClient({ transport: http(chain.url), pollingInterval: 10 }).extend(
    lxlyActions({ bridge: pair.contracts.bridge, url: service.url }),
  );
const allowance = () =>
  pair.l1.client.readContract({
    address: pair.big,
    abi: bigTokenAbi,
    functionName: 'allowance',
    args: [account.address, pair.contracts.bridge],
  });

beforeAll(async () => {
  pair = await openBridgePair({ holder: account.address });
  service = await startBridgeService({
    host: '127.0.0.1',
    port: 0,
    l1: { ...pair.contracts, rpcUrl: pair.l1.url },
    rollups: [{ rollupId: 1, rpcUrl: pair.l2.url }],
    pollMs: 20,
  });
  // The user pays for its claims itself.
  await pair.l2.request('hardhat_setBalance', [account.address, numberToHex(parseEther('1'))]);
});
afterAll(async () => {
  await service?.stop();
  await pair?.stop();
});

test('types: a client without an account has only what needs none', () => {
  expectTypeOf<ReturnType<typeof viewer>>().not.toHaveProperty('bridgeAsset');
  expectTypeOf<ReturnType<typeof viewer>>().toHaveProperty('waitToClaim');
  expectTypeOf<ReturnType<typeof wallet>>().toHaveProperty('bridgeAsset');
});

test('default: an asset there with a permit, and its status on the way', async () => {
  const l1 = wallet(pair.l1);
  const amount = parseEther('3');
  const hash = await l1.bridgeAsset({ destinationNetwork: 1, amount, token: pair.big });
  expect(await allowance()).toBe(0n);
  expect(await indexed(hash)).toMatchObject({
    status: 'waiting-to-claim',
    reason: { code: 'WAITING_GER' },
  });
  await expect(l1.waitToClaim({ hash, timeoutMs: 1 })).rejects.toMatchObject({
    cause: { details: expect.stringContaining('global exit root') },
  });
  expect(await l1.estimateTimeToClaim({ hash })).toEqual({ seconds: null, timestamp: null });

  await pair.importExitRoot();
  await l1.waitToClaim({ hash });
  expect(await viewer(pair.l1).getBridgeStatus({ hash })).toMatchObject({
    status: 'ready-to-claim',
  });
  expect((await l1.estimateTimeToClaim({ hash })).seconds).toBe(0);

  const claimHash = await wallet(pair.l2).claim({ network: 0, depositCount: 0 });
  await claimOf({ url: service.url, network: 0, depositCount: 0 });
  expect(await l1.getBridgeStatus({ hash })).toMatchObject({
    status: 'claimed',
    claimTxHash: claimHash,
  });
  expect(await pair.l2.client.getBalance({ address: account.address })).toBeGreaterThan(amount);
});

test('behavior: the next wait is estimated from the last one', async () => {
  const l1 = wallet(pair.l1);
  const hash = await l1.bridgeAsset({ destinationNetwork: 1, amount: 1n, token: pair.big });
  await indexed(hash);
  const { seconds, timestamp } = await l1.estimateTimeToClaim({ hash });
  expect(seconds).toBeGreaterThan(0);
  expect(timestamp).toBeGreaterThan(Date.now());
});

test('behavior: an allowance is used where there is one', async () => {
  const l1 = wallet(pair.l1);
  const data = encodeFunctionData({
    abi: bigTokenAbi,
    functionName: 'approve',
    args: [pair.contracts.bridge, 7n],
  });
  const approved = await l1.sendTransaction({ to: pair.big, data, chain: null });
  await pair.l1.client.waitForTransactionReceipt({ hash: approved });
  const hash = await l1.bridgeAsset({ destinationNetwork: 1, amount: 7n, token: pair.big });
  await pair.l1.client.waitForTransactionReceipt({ hash });
  expect(await allowance()).toBe(0n);
});

test('behavior: ether becomes WETH, which carries a message back', async () => {
  const l1 = wallet(pair.l1);
  const hash = await l1.bridgeAsset({ destinationNetwork: 1, amount: parseEther('1') });
  await pair.importExitRoot();
  await l1.waitToClaim({ hash });
  const l2 = wallet(pair.l2);
  const { depositCount } = await depositIn(pair.l1, hash);
  await l2.claim({ network: 0, depositCount });
  const message = await l2.bridgeMessageWETH({
    destinationNetwork: 0,
    to: account.address,
    amount: parseEther('0.5'),
    data: '0x1234',
  });
  expect(await depositIn(pair.l2, message)).toMatchObject({
    leafType: 1,
    amount: parseEther('0.5'),
    metadata: '0x1234',
  });
  const weth = await pair.l2.client.readContract({
    address: pair.contracts.bridge,
    abi: bridgeAbi,
    functionName: 'WETHToken',
  });
  expect(weth).not.toBe(zeroAddress);
  // The bridge burns its own token: neither permit nor allowance.
  const home = await l2.bridgeAsset({ destinationNetwork: 0, amount: 5n, token: weth });
  expect(await depositIn(pair.l2, home)).toMatchObject({ originAddress: zeroAddress, amount: 5n });
});

test('behavior: a message goes with ether from a chain of ether', async () => {
  const l1 = wallet(pair.l1);
  const o = { destinationNetwork: 1, to: account.address, data: '0xabcd', value: 9n } as const;
  const hash = await l1.bridgeMessage(o);
  expect(await depositIn(pair.l1, hash)).toMatchObject({ leafType: 1, amount: 9n });
});

test('error: what is not there', async () => {
  const l1 = wallet(pair.l1);
  expect(await l1.getBridgeStatus({ network: 0, depositCount: 9_999 })).toEqual({
    status: 'waiting-to-index',
  });
  const plain = await l1.sendTransaction({ to: account.address, chain: null });
  await expect(l1.getBridgeStatus({ hash: plain })).rejects.toMatchObject({
    code: 'BRIDGE_NO_DEPOSIT',
  });
  const token = pair.contracts.globalExitRoot;
  await expect(l1.bridgeAsset({ destinationNetwork: 1, amount: 1n, token })).rejects.toThrow();
});

/** The status of a deposit on the L1, once the service has seen it. */
function indexed(hash: `0x${string}`) {
  return waitFor({
    what: 'the deposit to be indexed',
    timeoutMs: 60_000,
    check: async () => {
      const found = await viewer(pair.l1).getBridgeStatus({ hash });
      return found.status === 'waiting-to-index' ? undefined : found;
    },
  });
}

async function depositIn(chain: TestChain, hash: `0x${string}`) {
  const receipt = await chain.client.waitForTransactionReceipt({ hash });
  return depositsOf({ receipt, bridge: pair.contracts.bridge })[0]!;
}
