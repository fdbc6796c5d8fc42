import { type Address, type PublicClient, parseEther, zeroHash } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { globalIndexOf } from '#bridge';
import { bigTokenAbi } from '#contracts';
import { readFidelity, readRollupState } from '#stack';
import { type BridgeUser, bridgeUser } from './bridgeUser.ts';
import { can, needs } from './needs.ts';
import { startTestStack, type TestStack } from './testStack.ts';

const SUPPLY = parseEther('1000');

let its: TestStack;
let user: BridgeUser;
/** The second rollup, whose coin is ether. */
let second: PublicClient;

beforeAll(async () => {
  if (!can('moreRollups')) return;
  its = await startTestStack({ rollups: 2, gasTokens: ['ether'] });
  user = bridgeUser(its);
  second = its.rollups.get(2)!;
});
beforeEach((context) => needs(context, 'moreRollups'));
afterEach(async () => {
  await its?.assertConserved();
});
afterAll(async () => {
  await its?.[Symbol.asyncDispose]();
});

const stateOf = (rollupId: number) =>
  readRollupState({
    client: its.l1,
    contracts: { rollupManager: its.info.contracts.l1['rollupManager']! },
    rollupId,
  });

test('two rollups at one manager, with coins and verifiers of their own', async () => {
  const rollup = its.info.rollups[0]!;
  expect(rollup).toMatchObject({ rollupId: 2, nativeCurrency: { symbol: 'ETH' } });
  const [first, other] = await Promise.all([stateOf(1), stateOf(2)]);
  expect(other.chainId).toBe(BigInt(rollup.chainId));
  expect(other.verifier).toBe(rollup.contracts.l1['batchVerifier']);
  expect(other.verifier).not.toBe(first.verifier);
  expect(await second.getBalance({ address: user.address })).toBe(parseEther('5'));
  const fidelity = await readFidelity(its.info);
  expect(fidelity['batchProof of rollup 2']).toMatchObject({ impl: 'embedded', setup: 'DEV' });
  expect(fidelity['l2 of rollup 2']).toMatchObject({ impl: 'embedded' });
});

test('an ERC-20 of the first rollup goes to the second and comes home', async () => {
  const token: Address = await user.create(1, 'DevToken', [
    ...['Traveller', 'TRV', user.address, SUPPLY],
  ]);
  const out = await user.send({ from: 1, to: 2, token, amount: parseEther('40') });
  const { args } = await user.claim(out);
  // Proven through the rollup exit root, not through that of L1.
  expect(args[2]).toBe(globalIndexOf(out));
  expect(args[4]).not.toBe(zeroHash);
  const wrapped = await user.wrapped(2, { network: 1, token });
  expect(await user.balance(2, wrapped)).toBe(parseEther('40'));
  expect(await user.balance(1, token)).toBe(SUPPLY - parseEther('40'));

  const home = { from: 2, to: 1, token: wrapped, wrapped: true, amount: parseEther('40') };
  const back = await user.claim(await user.send(home));
  // Now both rollups are leaves of that root: the first is the sibling of the second.
  expect(back.args[1][0]).not.toBe(zeroHash);
  expect(await user.balance(1, token)).toBe(SUPPLY);
  const supply = { address: wrapped, abi: bigTokenAbi, functionName: 'totalSupply' } as const;
  expect(await second.readContract(supply)).toBe(0n);
  // Each was proven by a proof that its own verifier took.
  expect((await stateOf(1)).lastVerifiedBatch).toBeGreaterThan(1n);
  expect((await stateOf(2)).lastVerifiedBatch).toBeGreaterThan(1n);
});

test('BIG of the first rollup goes to L1 by way of the second', async () => {
  const big = its.info.contracts.l1['big']!;
  const before = await user.balance(0, big);
  await user.claim(await user.send({ from: 1, to: 2, amount: parseEther('3') }));
  const wrapped = await user.wrapped(2, { network: 0, token: big });
  expect(await user.balance(2, wrapped)).toBe(parseEther('3'));
  await its.assertConserved();
  const home = { from: 2, to: 0, token: wrapped, wrapped: true, amount: parseEther('3') };
  await user.claim(await user.send(home));
  expect(await user.balance(0, big)).toBe(before + parseEther('3'));
});
