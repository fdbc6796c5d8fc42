import {
  type Address,
  encodeFunctionData,
  type Hex,
  parseAbi,
  parseEther,
  zeroAddress,
} from 'viem';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bridgeAbi } from './abi.ts';
import { balanceIn } from './conservation/tokenForm.ts';
import type { MadeDeposit } from './testing/createBridgeActor.ts';
import { create } from './testing/deployBridge.ts';
import { openTokenBridge, type TokenBridge } from './testing/openTokenBridge.ts';
import { chainOf, type TestToken } from './testing/readHoldings.ts';

const CONTENT: Hex = `0x${'c0ffee'.repeat(40)}`;
const ether: TestToken = { name: 'ETH', network: 0, address: zeroAddress };
const receiverAbi = parseAbi([
  'function origin() view returns (address)',
  'function network() view returns (uint32)',
  'function content() view returns (bytes)',
  'function value() view returns (uint256)',
  'function messages() view returns (uint256)',
  'function setShut(bool shut)',
]);

let its: TokenBridge;
let user: Address;
/** A contract on each of the two networks. */
let receivers: readonly [Address, Address];

beforeAll(async () => {
  its = await openTokenBridge();
  user = its.user.address;
  await its.fuel(0, user);
}, 120_000);
beforeEach(async () => {
  const on = (network: number) => create(chainOf(its.networks, network), 'MockReceiver', []);
  receivers = [await on(0), await on(1)];
});
afterAll(() => its.stop());

async function received(network: 0 | 1) {
  const { client } = chainOf(its.networks, network);
  const read = { address: receivers[network], abi: receiverAbi } as const;
  const [origin, from, content, value, messages] = await Promise.all([
    client.readContract({ ...read, functionName: 'origin' }),
    client.readContract({ ...read, functionName: 'network' }),
    client.readContract({ ...read, functionName: 'content' }),
    client.readContract({ ...read, functionName: 'value' }),
    client.readContract({ ...read, functionName: 'messages' }),
  ]);
  return { origin, network: from, content, value, messages };
}
const setShut = (network: 0 | 1, shut: boolean) =>
  chainOf(its.networks, network).send({
    from: user,
    to: receivers[network],
    data: encodeFunctionData({ abi: receiverAbi, functionName: 'setShut', args: [shut] }),
  });
async function message(o: {
  from: 0 | 1;
  to: Address;
  value?: bigint;
  content?: Hex;
}): Promise<MadeDeposit> {
  const data = encodeFunctionData({
    abi: bridgeAbi,
    functionName: 'bridgeMessage',
    args: [1 - o.from, o.to, true, o.content ?? CONTENT],
  });
  const tx = { from: user, to: its.bridge, data, value: o.value ?? 0n };
  return its.publish(o.from, await chainOf(its.networks, o.from).send(tx));
}
async function etherOf(network: number, account: Address): Promise<bigint> {
  const { client } = chainOf(its.networks, network);
  return balanceIn({ client, form: await its.form(network, ether), account });
}

test.each([0, 1] as const)('a message from network %i calls the contract once', async (from) => {
  const to = (1 - from) as 0 | 1;
  const deposit = await message({ from, to: receivers[to] });
  expect(deposit).toMatchObject({ leafType: 1, originNetwork: from, originAddress: user });
  await its.claim(deposit);
  expect(await received(to)).toEqual({
    ...{ origin: user, network: from, content: CONTENT },
    ...{ value: 0n, messages: 1n },
  });
  expect(await its.refusal(deposit)).toBe('AlreadyClaimed');
});

test('ether in a message arrives as WETH, and goes back in a message as ether', async () => {
  const amount = parseEther('1.5');
  await its.claim(await message({ from: 0, to: receivers[1], value: amount }));
  // The coin there is BIG: the receiver is called without value and has WETH.
  expect(await received(1)).toMatchObject({ origin: user, value: 0n, messages: 1n });
  expect(await etherOf(1, receivers[1])).toBe(amount);
  await its.claim(await message({ from: 0, to: user, value: amount }));
  const data = encodeFunctionData({
    abi: bridgeAbi,
    functionName: 'bridgeMessageWETH',
    args: [0, receivers[0], amount, true, CONTENT],
  });
  const hash = await chainOf(its.networks, 1).send({ from: user, to: its.bridge, data });
  await its.claim(await its.publish(1, hash));
  expect(await received(0)).toMatchObject({ origin: user, network: 1, value: amount });
  expect(await etherOf(0, receivers[0])).toBe(amount);
  const found = await its.conserved(ether);
  expect(found).toMatchObject({ ok: true, donations: 0n, networks: { 1: { surplus: 0n } } });
});

test('BIG cannot travel in a message', async () => {
  await its.fuel(1, user);
  const data = encodeFunctionData({
    abi: bridgeAbi,
    functionName: 'bridgeMessage',
    args: [0, receivers[0], true, CONTENT],
  });
  const { client } = chainOf(its.networks, 1);
  const call = client.call({ account: user, to: its.bridge, data, value: 1n });
  await expect(call).rejects.toThrow(/NoValueInMessagesOnGasTokenNetworks|0x6f625c40/);
  await chainOf(its.networks, 1).request('hardhat_setBalance', [user, '0x0']);
});

test('a receiver that refuses a message can be tried again', async () => {
  await setShut(1, true);
  const deposit = await message({ from: 0, to: receivers[1], value: 5n });
  expect(await its.refusal(deposit)).toBe('MessageFailed');
  await expect(its.claim(deposit)).rejects.toThrow(/reverted/);
  expect((await received(1)).messages).toBe(0n);
  await setShut(1, false);
  await its.claim(deposit);
  expect((await received(1)).messages).toBe(1n);
  expect(await etherOf(1, receivers[1])).toBe(5n);
  expect(await its.refusal(deposit)).toBe('AlreadyClaimed');
});

test('a contract that refuses BIG as its coin can be tried again', async () => {
  await setShut(1, true);
  const deposit = await its.send({
    ...{ from: 0, token: its.big.address, amount: 11n, to: receivers[1] },
  });
  expect(await its.refusal(deposit)).toBe('EtherTransferFailed');
  const { client } = chainOf(its.networks, 1);
  expect(await client.getBalance({ address: receivers[1] })).toBe(0n);
  expect(await its.bigConserved()).toMatchObject({ depositsUnclaimed: 11n });
  await setShut(1, false);
  await its.claim(deposit);
  expect(await client.getBalance({ address: receivers[1] })).toBe(11n);
  expect(await its.bigConserved()).toMatchObject({ depositsUnclaimed: 0n });
});

test('a message to an account without code is claimed like any other', async () => {
  const to: Address = '0x00000000000000000000000000000000000000dd';
  const deposit = await message({ from: 0, to, value: 3n, content: '0x' });
  await its.claim(deposit);
  expect(await etherOf(1, to)).toBe(3n);
});

test('a large message costs its bytes and no more', async () => {
  const content: Hex = `0x${'5a'.repeat(20_000)}`;
  await its.claim(await message({ from: 0, to: receivers[1], content }));
  expect((await received(1)).content).toBe(content);
});
