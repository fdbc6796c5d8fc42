import { type Address, encodeFunctionData, type Hex, parseEther } from 'viem';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bridgeAbi } from '#contracts';
import { waitFor } from '#core';
import { type BridgeUser, bridgeUser } from './bridgeUser.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { startTestStack, type TestStack } from './testStack.ts';
import { rollupState } from './walkAssertions.ts';

const SUPPLY = parseEther('1000');
const CONTENT: Hex = '0xb16f11e0';

let its: TestStack;
let user: BridgeUser;
let bridge: Address;
/** On L1. */
let token: Address;
let receiver: Receiver;

beforeAll(async () => {
  its = await startTestStack();
  user = bridgeUser(its);
  bridge = user.bridge;
  token = await user.create(0, 'DevToken', ['Traveller', 'TRV', user.address, SUPPLY]);
  receiver = await createReceiver(user, 0);
});
afterEach(async () => {
  await its.assertConserved();
});
afterAll(async () => {
  await its?.[Symbol.asyncDispose]();
});

const weth = () =>
  user.on(1).readContract({ address: bridge, abi: bridgeAbi, functionName: 'WETHToken' });
const message = async (content: Hex) => {
  const data = encodeFunctionData({
    abi: bridgeAbi,
    functionName: 'bridgeMessage',
    args: [0, receiver.address, true, content],
  });
  return user.depositIn(1, await user.on(1).sendTransaction({ to: bridge, data }));
};

test('BIG, ether and a token arrive on the rollup by themselves', async () => {
  const big = its.info.contracts.l1['big']!;
  const before = await its.l2.getBalance({ address: user.address });
  // The user of the story has nothing on the rollup that pays for claims: the service's claimer does.
  await user.send({ from: 0, to: 1, token: big, amount: parseEther('10') });
  await user.send({ from: 0, to: 1, amount: parseEther('1') });
  const last = await user.send({ from: 0, to: 1, token, amount: parseEther('100') });
  await waitFor({
    what: 'the claims on the rollup',
    timeoutMs: 120_000,
    check: async () => (await user.claimable(last)).claimTxHash,
  });
  expect(await its.l2.getBalance({ address: user.address })).toBe(before + parseEther('10'));
  expect(await user.balance(1, await weth())).toBe(parseEther('1'));
  const wrapped = await user.wrapped(1, { network: 0, token });
  expect(await user.balance(1, wrapped)).toBe(parseEther('100'));
});

test('all of it goes back to L1 with a message, by verified batches', async () => {
  const big = its.info.contracts.l1['big']!;
  const verified = (await rollupState(its)).lastVerifiedBatch;
  const [bigBefore, etherBefore] = await Promise.all([
    user.balance(0, big),
    its.l1.getBalance({ address: user.address }),
  ]);
  const wrapped = await user.wrapped(1, { network: 0, token });
  const one = { from: 1, to: 0, wrapped: true };
  const exits = [
    await user.send({ from: 1, to: 0, amount: parseEther('3') }),
    await user.send({ ...one, token: await weth(), amount: parseEther('1') }),
    await user.send({ ...one, token: wrapped, amount: parseEther('100') }),
    await message(CONTENT),
  ];
  await receiver.setShut(true);
  const [, , , delivered] = exits;
  const { claim } = await user.claimable(delivered!);
  const call = { address: bridge, abi: bridgeAbi, account: user.address, ...claim } as const;
  // A receiver that refuses costs nobody anything: the claim is there to be tried again.
  await expect(user.on(0).simulateContract(call)).rejects.toThrow(/MessageFailed/);
  await receiver.setShut(false);
  for (const exit of exits) await user.claim(exit);

  expect(await user.balance(0, big)).toBe(bigBefore + parseEther('3'));
  expect(await user.balance(0, token)).toBe(SUPPLY);
  const gained = (await its.l1.getBalance({ address: user.address })) - etherBefore;
  expect(gained).toBeGreaterThan(parseEther('0.9'));
  expect(await receiver.read('origin')).toBe(user.address);
  expect(await receiver.read('content')).toBe(CONTENT);
  expect(await receiver.read('messages')).toBe(1n);
  expect((await rollupState(its)).lastVerifiedBatch).toBeGreaterThan(verified);
});
