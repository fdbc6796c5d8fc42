import {
  type Address,
  createWalletClient,
  encodeFunctionData,
  http,
  numberToHex,
  parseEther,
  publicActions,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bigTokenAbi } from '../abi.ts';
import { depositBig } from '../actions/depositBig.ts';
import { ConservationError } from '../errors.ts';
import { type BridgePair, openBridgePair } from '../testing/openBridgePair.ts';
import { assertConservation, checkConservation } from './checkConservation.ts';
import { L2_NATIVE_SUPPLY } from './tokenForm.ts';

const holder = privateKeyToAccount(generatePrivateKey());
let pair: BridgePair;
let bridge: Address;
let beforeDeposit: bigint;

const options = () => ({
  l1: pair.l1.client,
  l2: pair.l2.client,
  contracts: pair.contracts,
  rollupId: pair.rollupId,
  gasToken: pair.big,
});
const setL2Balance = async (balance: bigint) => {
  await pair.l2.request('hardhat_setBalance', [bridge, numberToHex(balance)]);
  await pair.l2.request('hardhat_mine');
};

beforeAll(async () => {
  pair = await openBridgePair({ holder: holder.address });
  bridge = pair.contracts.bridge;
  beforeDeposit = await pair.l1.client.getBlockNumber();
  const wallet = createWalletClient({
    account: holder,
    transport: http(pair.l1.url),
    pollingInterval: 10,
  }).extend(publicActions);
  const { big, rollupId } = pair;
  const hash = await depositBig(wallet, { bridge, big, rollupId, amount: parseEther('4') });
  await wallet.waitForTransactionReceipt({ hash });
});

beforeEach(() => setL2Balance(L2_NATIVE_SUPPLY));
afterAll(() => pair.stop());

test('default: a deposit that nobody claimed is owed in full', async () => {
  expect(await assertConservation(options())).toMatchObject({
    locked: parseEther('4'),
    circulating: 0n,
    depositsUnclaimed: parseEther('4'),
    exitsUnclaimed: 0n,
    donations: 0n,
    surplus: 0n,
    ok: true,
  });
});

test('args: heights pin the answer to the past', async () => {
  const before = await checkConservation({ ...options(), l1Block: beforeDeposit });
  expect(before).toMatchObject({ l1Block: beforeDeposit, locked: 0n, ok: true });
});

test('error: BIG that came from nowhere', async () => {
  await setL2Balance(L2_NATIVE_SUPPLY - 1n);
  expect(await checkConservation(options())).toMatchObject({ ok: false, surplus: -1n });
  const error = await assertConservation(options()).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ConservationError);
  expect((error as ConservationError).details).toContain('surplus -1');
});

test('behavior: a gift to the L2 bridge must be known', async () => {
  await setL2Balance(L2_NATIVE_SUPPLY + 5n);
  expect(await checkConservation(options())).toMatchObject({ ok: true, surplus: 5n });
  await expect(assertConservation(options())).rejects.toBeInstanceOf(ConservationError);
  await assertConservation({ ...options(), knownSurplus: 5n });
});

test('behavior: a gift to the L1 bridge is a donation', async () => {
  const data = encodeFunctionData({
    abi: bigTokenAbi,
    functionName: 'transfer',
    args: [bridge, parseEther('1')],
  });
  await pair.l1.send({ from: holder.address, to: pair.big, data });
  expect(await assertConservation(options())).toMatchObject({
    donations: parseEther('1'),
    locked: parseEther('4'),
  });
});
