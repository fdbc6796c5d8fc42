import {
  type Address,
  decodeAbiParameters,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  maxUint256,
  parseAbiParameters,
  parseEther,
  stringToHex,
  zeroAddress,
} from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bigTokenAbi, bridgeAbi } from './abi.ts';
import { signDaiPermit } from './actions/signDaiPermit.ts';
import { balanceIn } from './conservation/tokenForm.ts';
import { create } from './testing/deployBridge.ts';
import { openTokenBridge, type TokenBridge } from './testing/openTokenBridge.ts';
import { chainOf, type TestToken } from './testing/readHoldings.ts';

const SUPPLY = 10n ** 24n;
const RECEIVER: Address = '0x00000000000000000000000000000000000000aa';

let its: TokenBridge;
let user: Address;
const ether: TestToken = { name: 'ETH', network: 0, address: zeroAddress };

beforeAll(async () => {
  its = await openTokenBridge();
  user = its.user.address;
  await its.fuel(0, user);
}, 120_000);
afterAll(() => its.stop());

/** A token on a network, all of it the user's. */
async function token(name: string, args: readonly unknown[] = [], network = 0): Promise<TestToken> {
  const chain = chainOf(its.networks, network);
  return { name, network, address: await create(chain, name, [user, SUPPLY, ...args]) };
}
const approve = (t: TestToken, network = t.network) =>
  chainOf(its.networks, network).send({
    from: user,
    to: t.address,
    data: encodeFunctionData({
      abi: bigTokenAbi,
      functionName: 'approve',
      args: [its.bridge, maxUint256],
    }),
  });
async function balance(network: number, t: TestToken, account: Address = user): Promise<bigint> {
  const { client } = chainOf(its.networks, network);
  return balanceIn({ client, form: await its.form(network, t), account });
}
async function expectConserved(t: TestToken): Promise<void> {
  const found = await its.conserved(t);
  expect(found).toMatchObject({ ok: true, donations: 0n });
  for (const { surplus } of Object.values(found.networks)) expect(surplus).toBe(0n);
}
/** Name, symbol and decimals of the wrapped token on the rollup. */
async function describeWrapped(t: TestToken): Promise<[string, string, number]> {
  const read = { address: (await its.form(1, t)) as Address, abi: bigTokenAbi } as const;
  const { client } = chainOf(its.networks, 1);
  return Promise.all([
    client.readContract({ ...read, functionName: 'name' }),
    client.readContract({ ...read, functionName: 'symbol' }),
    client.readContract({ ...read, functionName: 'decimals' }),
  ]);
}

test('BIG both ways, to the last wei', async () => {
  const { big } = its;
  const before = await balance(0, big);
  await its.claim(await its.send({ from: 0, token: big.address, amount: parseEther('7') }));
  expect(await balance(1, big)).toBe(parseEther('7'));
  await its.bigConserved();
  // A dust deposit is one like any other.
  await its.claim(await its.send({ from: 0, token: big.address, amount: 1n }));
  await its.claim(await its.send({ from: 1, amount: 1n }));
  // The whole balance can leave when no fee is asked; the first exit paid one.
  const left = await balance(1, big);
  const all = await its.actor.depositAsset({
    ...{ network: 1, from: user, to: user, destination: 0, amount: left },
    ...{ holding: 'native', force: true },
  });
  await its.book.verify(1);
  await its.claim(all);
  expect(await balance(1, big)).toBe(0n);
  expect(await balance(0, big)).toBe(before - parseEther('7') + left);
  const fees = parseEther('7') - left;
  expect(await its.bigConserved()).toMatchObject({
    locked: fees,
    circulating: fees,
    donations: 0n,
  });
  // What follows on the rollup pays its fees from this.
  await its.claim(await its.send({ from: 0, token: big.address, amount: parseEther('7') }));
});

test('ether arrives as WETH and leaves as ether', async () => {
  await its.claim(await its.send({ from: 0, amount: parseEther('2'), to: RECEIVER }));
  await its.claim(await its.send({ from: 0, amount: parseEther('3') }));
  expect(await balance(1, ether, RECEIVER)).toBe(parseEther('2'));
  const weth = (await its.form(1, ether)) as Address;
  await expectConserved(ether);
  const back = await its.send({
    ...{
      from: 1,
      token: weth,
      amount: parseEther('3'),
      to: '0x00000000000000000000000000000000000000ab',
    },
    permit: false,
  });
  expect(back).toMatchObject({ originNetwork: 0, originAddress: zeroAddress });
  await its.claim(back);
  const { client } = chainOf(its.networks, 0);
  expect(await client.getBalance({ address: back.destinationAddress })).toBe(parseEther('3'));
  expect(await balance(1, ether)).toBe(0n);
  await expectConserved(ether);
});

test('an ERC-20 goes out with a permit, as one token however often, and home', async () => {
  const t: TestToken = { name: 'DEV', network: 0, address: zeroAddress };
  t.address = await create(chainOf(its.networks, 0), 'DevToken', ['Out', 'OUT', user, SUPPLY]);
  await its.claim(await its.send({ from: 0, token: t.address, amount: 100n }));
  const wrapped = (await its.form(1, t)) as Address;
  await its.claim(await its.send({ from: 0, token: t.address, amount: SUPPLY - 100n }));
  expect(await its.form(1, t)).toBe(wrapped);
  expect(await balance(1, t)).toBe(SUPPLY);
  expect(await describeWrapped(t)).toEqual(['Out', 'OUT', 18]);
  await expectConserved(t);
  await its.claim(await its.send({ from: 1, token: wrapped, amount: SUPPLY, permit: false }));
  expect(await balance(0, t)).toBe(SUPPLY);
  expect(await balance(1, t)).toBe(0n);
  await expectConserved(t);
});

test('an ERC-20 of the rollup goes to the L1 and home', async () => {
  const own: TestToken = { name: 'OWN', network: 1, address: zeroAddress };
  own.address = await create(chainOf(its.networks, 1), 'DevToken', ['Own', 'OWN', user, SUPPLY]);
  await approve(own);
  await its.claim(await its.send({ from: 1, token: own.address, amount: 50n, permit: false }));
  expect(await balance(0, own)).toBe(50n);
  await expectConserved(own);
  const wrapped = (await its.form(0, own)) as Address;
  await its.claim(await its.send({ from: 0, token: wrapped, amount: 50n, permit: false }));
  expect(await balance(1, own)).toBe(SUPPLY);
});

/** What a token answers for its metadata. */
const text = (value: string) => ({
  reverts: false,
  data: encodeAbiParameters([{ type: 'string' }], [value]),
});
const raw = (data: Hex) => ({ reverts: false, data });
const reverts = { reverts: true, data: '0x' as Hex };
const bytes32 = (value: string) => raw(stringToHex(value, { size: 32 }));
const six = raw(encodeAbiParameters([{ type: 'uint8' }], [6]));

test.each([
  ['bytes32', bytes32('Maker'), bytes32('MKR'), six, ['Maker', 'MKR', 6]],
  ['bytes32 to the brim', bytes32('x'.repeat(32)), text('X'), six, ['x'.repeat(32), 'X', 6]],
  ['reverting', reverts, reverts, reverts, ['NO_NAME', 'NO_SYMBOL', 18]],
  [
    'answering nothing',
    raw('0x'),
    raw('0x'),
    raw('0x'),
    ['NOT_VALID_ENCODING', 'NOT_VALID_ENCODING', 18],
  ],
  ['empty', text(''), text(''), six, ['', '', 6]],
  ['zeros', bytes32(''), bytes32(''), six, ['NOT_VALID_ENCODING', 'NOT_VALID_ENCODING', 6]],
  [
    'very long',
    text('n'.repeat(500)),
    text('s'.repeat(80)),
    six,
    ['n'.repeat(500), 's'.repeat(80), 6],
  ],
  ['not ASCII', text('Ünïcødé ⚡'), text('⚡'), six, ['Ünïcødé ⚡', '⚡', 6]],
] as const)('metadata that is %s', async (_name, name, symbol, decimals, expected) => {
  const t = await token('MockOddMetadataToken', [name, symbol, decimals]);
  await approve(t);
  const deposit = await its.send({ from: 0, token: t.address, amount: 9n, permit: false });
  const told = parseAbiParameters('string, string, uint8');
  expect(decodeAbiParameters(told, deposit.metadata)).toEqual(expected);
  await its.claim(deposit);
  expect(await describeWrapped(t)).toEqual(expected);
  const wrapped = (await its.form(1, t)) as Address;
  await its.claim(await its.send({ from: 1, token: wrapped, amount: 9n, permit: false }));
  expect(await balance(0, t)).toBe(SUPPLY);
});

test('of a token that keeps a fee, what arrived is what there is', async () => {
  const t = await token('MockFeeToken');
  await approve(t);
  const deposit = await its.send({ from: 0, token: t.address, amount: 1_000n, permit: false });
  expect(deposit.amount).toBe(990n);
  await its.claim(deposit);
  expect(await balance(1, t)).toBe(990n);
  await expectConserved(t);
  const wrapped = (await its.form(1, t)) as Address;
  // The wrapped token keeps nothing; the way out of the bridge costs the fee again.
  await its.claim(await its.send({ from: 1, token: wrapped, amount: 900n, permit: false }));
  expect(await balance(0, t)).toBe(SUPPLY - 1_000n + 891n);
  await expectConserved(t);
});

test('a token whose functions return nothing', async () => {
  const t = await token('MockNoReturnToken');
  await approve(t);
  await its.claim(await its.send({ from: 0, token: t.address, amount: SUPPLY, permit: false }));
  expect(await describeWrapped(t)).toEqual(['No Return', 'NRT', 6]);
  const wrapped = (await its.form(1, t)) as Address;
  await its.claim(await its.send({ from: 1, token: wrapped, amount: SUPPLY, permit: false }));
  expect(await balance(0, t)).toBe(SUPPLY);
  await expectConserved(t);
});

test('the permit of DAI takes the place of an approval', async () => {
  const t = await token('MockDaiToken');
  const permit = await signDaiPermit(its.walletOn(0), { token: t.address, spender: its.bridge });
  await its.claim(await its.send({ from: 0, token: t.address, amount: 5n, permit }));
  expect(await balance(1, t)).toBe(5n);
  // Used up, and without harm: the allowance it gave is still there.
  await its.claim(await its.send({ from: 0, token: t.address, amount: 6n, permit }));
  expect(await balance(1, t)).toBe(11n);
});

test('a permit of somebody else, or for somebody else, is refused by name', async () => {
  const t = await token('MockDaiToken');
  const permit = await signDaiPermit(its.walletOn(0), { token: t.address, spender: its.bridge });
  const data = (p: Hex) =>
    encodeFunctionData({
      abi: bridgeAbi,
      functionName: 'bridgeAsset',
      args: [1, user, 5n, t.address, true, p],
    });
  const call = (from: Address, p: Hex) =>
    chainOf(its.networks, 0).client.call({ account: from, to: its.bridge, data: data(p) });
  await expect(call(RECEIVER, permit)).rejects.toThrow(/NotValidOwner|0x912ecce7/);
  const stray = await signDaiPermit(its.walletOn(0), { token: t.address, spender: RECEIVER });
  await expect(call(user, stray)).rejects.toThrow(/NotValidSpender|0x750643af/);
  await expect(call(user, '0x12345678')).rejects.toThrow(/NotValidSignature|0xe282c0ba/);
});

test('anybody may claim, and the receiver gets it', async () => {
  const stranger: Address = '0x00000000000000000000000000000000000000bb';
  const to: Address = '0x00000000000000000000000000000000000000cc';
  const deposit = await its.send({ from: 0, token: its.big.address, amount: 77n, to });
  await its.claim(deposit, stranger);
  expect(await balance(1, its.big, to)).toBe(77n);
  expect(await balance(1, its.big, stranger)).toBe(0n);
  expect(await its.refusal(deposit)).toBe('AlreadyClaimed');
});
