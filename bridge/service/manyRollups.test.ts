import {
  createWalletClient,
  encodeFunctionData,
  http,
  numberToHex,
  parseEther,
  publicActions,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '#core';
import { bridgeAbi } from '../abi.ts';
import { bridgeAsset } from '../actions/bridgeAsset.ts';
import { depositsOf } from '../actions/depositsOf.ts';
import { type BridgeNetworks, openBridgeNetworks } from '../testing/openBridgeNetworks.ts';
import type { TestChain } from '../testing/openTestChain.ts';
import { type BridgeService, startBridgeService } from './startBridgeService.ts';

const user = privateKeyToAccount(generatePrivateKey());
const claimers = [0, 1, 2].map((destination) => ({ destination, key: generatePrivateKey() }));
let net: BridgeNetworks;
let service: BridgeService;

const walletOn = (chain: TestChain) =>
  createWalletClient({
    account: user,
    transport: http(chain.url),
    cacheTime: 0,
    pollingInterval: 10,
  }).extend(publicActions);

/** Sends, and returns the deposit's number. */
async function send(
  chain: TestChain,
  o: { destinationNetwork: number; amount: bigint; token?: `0x${string}`; permit?: false },
): Promise<number> {
  const wallet = walletOn(chain);
  const { bridge } = net.contracts;
  const receipt = await wallet.waitForTransactionReceipt({
    hash: await bridgeAsset(wallet, { bridge, ...o }),
  });
  return depositsOf({ receipt, bridge })[0]!.depositCount;
}

async function claimed(network: number, depositCount: number) {
  return waitFor({
    what: `the claim of deposit ${depositCount} of network ${network}`,
    timeoutMs: 30_000,
    check: async () => {
      const url = `${service.url}/bridge?net_id=${network}&deposit_cnt=${depositCount}`;
      const { deposit } = (await (await fetch(url)).json()) as {
        deposit?: { claim_tx_hash: string };
      };
      return deposit?.claim_tx_hash || undefined;
    },
  });
}

beforeAll(async () => {
  net = await openBridgeNetworks({ holder: user.address, gasTokens: ['big', 'ether'] });
  const payer = privateKeyToAccount(claimers[0]!.key).address;
  await net.l1.request('hardhat_setBalance', [payer, numberToHex(parseEther('1'))]);
  service = await startBridgeService({
    host: '127.0.0.1',
    port: 0,
    l1: { ...net.contracts, rpcUrl: net.l1.url },
    rollups: net.rollups.map(({ rollupId, chain }) => ({ rollupId, rpcUrl: chain.url })),
    claimers: [
      claimers[0]!,
      { ...claimers[1]!, sources: [0, 2] },
      { ...claimers[2]!, sources: [0, 1] },
    ],
    pollMs: 20,
  });
});

afterAll(async () => {
  await service?.stop();
  await net?.stop();
});

test('behavior: an asset goes from L1 to a rollup, on to another, and home again', async () => {
  const [one, two] = net.rollups as [(typeof net.rollups)[0], (typeof net.rollups)[0]];
  const { big, contracts } = net;

  const first = await send(net.l1, { destinationNetwork: 1, amount: parseEther('5'), token: big });
  await one.importExitRoot();
  await claimed(0, first);
  expect(await one.chain.client.getBalance({ address: user.address })).toBe(parseEther('5'));

  const second = await send(one.chain, { destinationNetwork: 2, amount: parseEther('2') });
  await one.verifyBatch(2n);
  await two.importExitRoot();
  await claimed(1, second);
  const wrapped = await two.chain.client.readContract({
    address: contracts.bridge,
    abi: bridgeAbi,
    functionName: 'getTokenWrappedAddress',
    args: [0, big],
  });

  await two.chain.request('hardhat_setBalance', [user.address, numberToHex(parseEther('1'))]);
  const third = await send(two.chain, {
    destinationNetwork: 0,
    amount: parseEther('2'),
    token: wrapped,
    permit: false,
  });
  await two.verifyBatch(2n);
  await claimed(2, third);
  const balance = await net.l1.client.readContract({
    address: big,
    abi: [
      {
        type: 'function',
        name: 'balanceOf',
        stateMutability: 'view',
        inputs: [{ type: 'address' }],
        outputs: [{ type: 'uint256' }],
      },
    ] as const,
    functionName: 'balanceOf',
    args: [user.address],
  });
  expect(balance).toBe(parseEther('1000000') - parseEther('3'));
});

test('behavior: the exit root of one rollup stays provable after the other has moved on', async () => {
  const [one, two] = net.rollups as [(typeof net.rollups)[0], (typeof net.rollups)[0]];
  const exit = await send(one.chain, { destinationNetwork: 0, amount: 3n });
  await one.verifyBatch(3n);
  await two.verifyBatch(3n);
  await two.verifyBatch(4n);
  await claimed(1, exit);
});

test('behavior: a message is claimed only from senders that were named', async () => {
  const [one] = net.rollups as [(typeof net.rollups)[0]];
  const wallet = walletOn(net.l1);
  const data = encodeFunctionData({
    abi: bridgeAbi,
    functionName: 'bridgeMessage',
    args: [1, user.address, true, '0x1234'],
  });
  const hash = await wallet.sendTransaction({ to: net.contracts.bridge, data, chain: null });
  const receipt = await wallet.waitForTransactionReceipt({ hash });
  const message = depositsOf({ receipt, bridge: net.contracts.bridge })[0]!;
  const asset = await send(net.l1, { destinationNetwork: 1, amount: 1n, token: net.big });
  await one.importExitRoot();
  await claimed(0, asset);
  const isClaimed = await one.chain.client.readContract({
    address: net.contracts.bridge,
    abi: bridgeAbi,
    functionName: 'isClaimed',
    args: [message.depositCount, 0],
  });
  expect(isClaimed).toBe(false);
});
