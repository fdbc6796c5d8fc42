import { type Address, type Hex, parseEther, zeroAddress } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bridgeMessage, bridgeMessageWETH, checkTokenConservation } from '#bridge';
import { bigTokenAbi, bridgeAbi } from '#contracts';
import { waitFor } from '#core';
import { type BridgeUser, bridgeUser, type MadeDeposit } from './bridgeUser.ts';
import { can } from './needs.ts';
import { createOddTokens, type OddToken, SUPPLY } from './oddTokens.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { startTestStack, type TestStack } from './testStack.ts';

const CONTENT: Hex = `0x${'c0ffee'.repeat(40)}`;

let its: TestStack;
let user: BridgeUser;
/** Claims for others and gains nothing by it. */
let stranger: BridgeUser;
let big: Address;
let tokens: Record<string, OddToken>;
/** A contract on the rollup that takes messages and coins, unless it is shut. */
let receiver: Receiver;

beforeAll(async () => {
  its = await startTestStack();
  [user, stranger] = [bridgeUser(its), bridgeUser(its, 2)];
  big = its.info.contracts.l1['big']!;
  tokens = await createOddTokens(user);
  receiver = await createReceiver(user, 1);
});
afterEach(async () => {
  await its.assertConserved();
});
afterAll(async () => {
  await its?.[Symbol.asyncDispose]();
});

/** Waits until the service's claimer has claimed it. */
const arrived = (deposit: MadeDeposit) =>
  waitFor({
    what: `the claim of deposit ${deposit.depositCount}`,
    timeoutMs: 120_000,
    check: async () => (await user.claimable(deposit)).claimTxHash,
  });
const wrappedOf = (token: Address) => user.wrapped(1, { network: 0, token });
const weth = () =>
  user.on(1).readContract({ address: user.bridge, abi: bridgeAbi, functionName: 'WETHToken' });
const newcomer = () => privateKeyToAccount(generatePrivateKey()).address;

async function describe(address: Address): Promise<[string, string, number]> {
  const read = { address, abi: bigTokenAbi } as const;
  return Promise.all([
    its.l2.readContract({ ...read, functionName: 'name' }),
    its.l2.readContract({ ...read, functionName: 'symbol' }),
    its.l2.readContract({ ...read, functionName: 'decimals' }),
  ]);
}

/** Everything that a token's origin locks circulates or is on its way, to the smallest unit. */
async function expectConserved(token: Address): Promise<void> {
  const { bridge } = user;
  const found = await checkTokenConservation({
    token: { network: 0, address: token },
    networks: [
      { network: 0, bridge, client: its.l1, fromBlock: BigInt(its.info.l1DeploymentBlock) },
      { network: 1, bridge, client: its.l2 },
    ],
  });
  expect(found).toMatchObject({ ok: true, donations: 0n, networks: { 1: { surplus: 0n } } });
}

test('tokens with ways of their own arrive as what the bridge got of them', async () => {
  const deposits: MadeDeposit[] = [];
  for (const { address, amount, permit } of Object.values(tokens)) {
    deposits.push(await user.send({ from: 0, to: 1, token: address, amount, permit }));
  }
  for (const deposit of deposits) await arrived(deposit);
  for (const [kind, { address, arrives, metadata }] of Object.entries(tokens)) {
    const wrapped = await wrappedOf(address);
    expect(await describe(wrapped), kind).toEqual(metadata);
    expect(await user.balance(1, wrapped), kind).toBe(arrives);
    await expectConserved(address);
  }
});

test('a message that its receiver refuses waits, and anybody may deliver it', async () => {
  await receiver.setShut(true);
  const value = parseEther('1.5');
  const hash = await bridgeMessage(user.on(0), {
    ...{ bridge: user.bridge, destinationNetwork: 1, to: receiver.address, data: CONTENT, value },
  });
  const message = await user.depositIn(0, hash);
  const { claim } = await stranger.claimable(message);
  const call = { address: user.bridge, abi: bridgeAbi, account: stranger.address, ...claim };
  const attempt = () => stranger.on(1).simulateContract(call);
  await expect(attempt()).rejects.toThrow(/MessageFailed/);
  expect(await receiver.read('messages')).toBe(0n);
  await receiver.setShut(false);
  await stranger.claim(message);
  expect(await receiver.read('origin')).toBe(user.address);
  expect(await receiver.read('content')).toBe(CONTENT);
  expect(await receiver.read('messages')).toBe(1n);
  // The coin there is BIG, so the ether that came with it is WETH.
  expect(await user.balance(1, await weth(), receiver.address)).toBe(value);
  expect(await stranger.balance(1, await weth())).toBe(0n);
  await expect(attempt()).rejects.toThrow(/AlreadyClaimed/);
});

test('BIG for a contract that refuses it is kept until it does not', async () => {
  await receiver.setShut(true);
  const amount = parseEther('2');
  const deposit = await user.send({
    from: 0,
    to: 1,
    token: big,
    amount,
    receiver: receiver.address,
  });
  const { claim } = await user.claimable(deposit);
  const call = { address: user.bridge, abi: bridgeAbi, account: user.address, ...claim };
  await expect(user.on(1).simulateContract(call)).rejects.toThrow(/EtherTransferFailed/);
  expect(await its.assertConserved()).toMatchObject({ depositsUnclaimed: amount });
  await receiver.setShut(false);
  // Nobody has to do anything: the service tries again, that of the CDK with the next exit root.
  if (!can('claimRetries')) await user.send({ from: 0, to: 1, amount: 1n });
  await arrived(deposit);
  expect(await its.l2.getBalance({ address: receiver.address })).toBe(amount);
  expect(await its.assertConserved()).toMatchObject({ depositsUnclaimed: 0n });
});

test('all of it goes home by a verified batch, claimed by a stranger, to the last unit', async () => {
  const ether = parseEther('1');
  await arrived(await user.send({ from: 0, to: 1, amount: ether }));
  const exits: MadeDeposit[] = [];
  for (const { address, arrives: amount } of Object.values(tokens)) {
    const token = await wrappedOf(address);
    exits.push(await user.send({ from: 1, to: 0, token, amount, wrapped: true }));
  }
  const etherOwner = newcomer();
  const hash = await bridgeMessageWETH(user.on(1), {
    ...{ bridge: user.bridge, destinationNetwork: 0, to: etherOwner, amount: ether, data: '0x' },
  });
  exits.push(await user.depositIn(1, hash));
  const dust = newcomer();
  exits.push(await user.send({ from: 1, to: 0, amount: 1n, receiver: dust }));
  const everything = await leaveWithEverything();
  exits.push(everything.exit);
  for (const each of exits) await stranger.claim(each);

  for (const [kind, { address, amount, arrives }] of Object.entries(tokens)) {
    // On its way out of the bridge a token with a fee costs the fee again.
    const fee = amount - arrives;
    const home = fee === 0n ? amount : arrives - arrives / 100n;
    expect(await user.balance(0, address), kind).toBe(SUPPLY - amount + home);
    expect(await user.balance(1, await wrappedOf(address)), kind).toBe(0n);
    expect(await stranger.balance(0, address), kind).toBe(0n);
    await expectConserved(address);
  }
  expect(await its.l1.getBalance({ address: etherOwner })).toBe(ether);
  expect(await user.balance(0, big, dust)).toBe(1n);
  expect(await user.balance(0, big, everything.owner)).toBe(everything.home);
  await expectConserved(zeroAddress);
});

/**
 * Somebody new sends all BIG of an account home, but for the fee of exactly that transaction.
 * @returns the exit, whose it is, and what it brings
 */
async function leaveWithEverything(): Promise<{ exit: MadeDeposit; owner: Address; home: bigint }> {
  const leaver = bridgeUser(its, generatePrivateKey());
  const [all, wallet] = [parseEther('5'), leaver.on(1)];
  const gift = await user.on(1).sendTransaction({ to: leaver.address, value: all });
  await user.receiptOf(1, gift);
  const call = (amount: bigint) => ({
    ...{ address: user.bridge, abi: bridgeAbi, functionName: 'bridgeAsset' as const },
    args: [0, leaver.address, amount, zeroAddress, true, '0x'] as const,
    value: amount,
  });
  const gasPrice = await its.l2.getGasPrice();
  // A few bytes of the amount differ from those of the estimate.
  const gas = (await wallet.estimateContractGas({ ...call(parseEther('4')), gasPrice })) + 1_000n;
  const home = all - gas * gasPrice;
  const hash = await wallet.writeContract({ ...call(home), gas, gasPrice, type: 'legacy' });
  const exit = await leaver.depositIn(1, hash);
  const { gasUsed } = await its.l2.getTransactionReceipt({ hash });
  const left = await its.l2.getBalance({ address: leaver.address });
  expect(left).toBe((gas - gasUsed) * gasPrice);
  return { exit, owner: leaver.address, home };
}
