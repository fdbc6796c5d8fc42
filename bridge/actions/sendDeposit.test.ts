import {
  createWalletClient,
  custom,
  encodeFunctionData,
  http,
  numberToHex,
  parseEther,
  zeroAddress,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bridgeAbi } from '../abi.ts';
import { type BridgePair, openBridgePair } from '../testing/openBridgePair.ts';
import { bridgeAsset } from './bridgeAsset.ts';
import { bridgeMessage } from './bridgeMessage.ts';

const account = privateKeyToAccount(generatePrivateKey());
const somebody = privateKeyToAccount(generatePrivateKey()).address;
let pair: BridgePair;

beforeAll(async () => {
  pair = await openBridgePair({ holder: account.address });
  await pair.l1.request('hardhat_setBalance', [somebody, numberToHex(parseEther('1'))]);
});
afterAll(() => pair?.stop());

/** Deposits of somebody else that leave the exit root unpublished. */
async function others(count: number): Promise<void> {
  const data = encodeFunctionData({
    abi: bridgeAbi,
    functionName: 'bridgeAsset',
    args: [1, account.address, 1n, zeroAddress, false, '0x'],
  });
  const { bridge } = pair.contracts;
  for (let i = 0; i < count; i++) {
    await pair.l1.send({ from: somebody, to: bridge, data, value: 1n });
  }
}

/** A wallet after whose estimates of gas others come first. */
function slowWallet(count: number) {
  const { request } = http(pair.l1.url)({});
  const transport = custom({
    async request({ method, params }: { method: string; params?: unknown }) {
      const answer = await request({ method, params } as Parameters<typeof request>[0]);
      if (method === 'eth_estimateGas') await others(count);
      return answer;
    },
  });
  return createWalletClient({ account, transport, cacheTime: 0 });
}

/** Deposits so far. The one that makes them a power of two writes a part of the tree that was empty. */
const deposits = () =>
  pair.l1.client.readContract({
    address: pair.contracts.bridge,
    abi: bridgeAbi,
    functionName: 'depositCount',
  });

test('behavior: an asset is sent with gas for a tree that others make larger meanwhile', async () => {
  await others(4);
  const { bridge } = pair.contracts;
  const what = { bridge, destinationNetwork: 1, amount: 1n, forceUpdateGlobalExitRoot: false };
  const hash = await bridgeAsset(slowWallet(3), what);
  const { status } = await pair.l1.client.waitForTransactionReceipt({ hash });
  expect([status, await deposits()]).toEqual(['success', 8n]);
});

test('behavior: a message too', async () => {
  await others(4);
  const { bridge } = pair.contracts;
  const hash = await bridgeMessage(slowWallet(3), {
    ...{ bridge, destinationNetwork: 1, to: account.address, data: '0x' },
    forceUpdateGlobalExitRoot: false,
  });
  const { status } = await pair.l1.client.waitForTransactionReceipt({ hash });
  expect([status, await deposits()]).toEqual(['success', 16n]);
});

test('error: what the bridge refuses is refused before it is sent, by its name', async () => {
  const { bridge } = pair.contracts;
  const home = bridgeAsset(slowWallet(0), { bridge, destinationNetwork: 0, amount: 1n });
  await expect(home).rejects.toThrow(/DestinationNetworkInvalid|0x0595ea2e/);
});
