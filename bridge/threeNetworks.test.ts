import { type Address, zeroAddress, zeroHash } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bridgeAbi } from './abi.ts';
import { checkTokenConservation } from './conservation/checkTokenConservation.ts';
import { balanceIn } from './conservation/tokenForm.ts';
import {
  type BridgeActor,
  createBridgeActor,
  type MadeDeposit,
} from './testing/createBridgeActor.ts';
import { createLedger } from './testing/createLedger.ts';
import { createRootBook, type RootBook } from './testing/createRootBook.ts';
import { create } from './testing/deployBridge.ts';
import { numbers } from './testing/numbers.ts';
import { type BridgeNetworks, openBridgeNetworks } from './testing/openBridgeNetworks.ts';
import { chainOf, formOn, readTokenSupply, type TestToken } from './testing/readHoldings.ts';
import { leafHash } from './tree/leafHash.ts';

/** Printed with a failure: everything follows from it. */
const SEED = Number(process.env['BIGFILE_SEED'] ?? 20_261_125);
const STEPS = Number(process.env['BIGFILE_STEPS'] ?? 120);
const SUPPLY = 10n ** 24n;
const USERS: readonly Address[] = [
  '0x000000000000000000000000000000000000ace0',
  '0x000000000000000000000000000000000000ace1',
  '0x000000000000000000000000000000000000ace2',
];
const NETWORKS = [0, 1, 2] as const;

let networks: BridgeNetworks;
let book: RootBook;
let actor: BridgeActor;
let tokens: TestToken[];
/** Of the users; nobody else has any. */
const { held, add, nameOf } = createLedger();
const deposits: (MadeDeposit & { token: TestToken; claimed: boolean })[] = [];
/** How often each kind of step was taken. */
const taken: Record<string, number> = {};

beforeAll(async () => {
  const [holder] = USERS as [Address];
  networks = await openBridgeNetworks({
    holder,
    gasTokens: ['big', 'ether'],
  });
  book = createRootBook(networks);
  actor = createBridgeActor({ networks, book });
  const erc20 = async (name: string, network: number): Promise<TestToken> => {
    const chain = chainOf(networks, network);
    const token = { name, network, address: await create(chain, 'BigToken', [holder, SUPPLY]) };
    add(network, token, holder, SUPPLY);
    return token;
  };
  const big = { name: 'BIG', network: 0, address: networks.big };
  const ether = { name: 'ETH', network: 0, address: zeroAddress };
  tokens = [big, ether, await erc20('A', 0), await erc20('B', 1), await erc20('C', 2)];
  add(0, big, holder, 10n ** 24n);
  add(0, ether, holder, 10n ** 21n);
}, 120_000);

afterAll(() => networks.stop());

type Draw = (below: number) => number;
const pick = <T>(draw: Draw, list: readonly T[]): T => list[draw(list.length)] as T;

/** Someone who has something somewhere, and where it may go. */
function drawTransfer(draw: Draw, among: readonly TestToken[]) {
  const owners = NETWORKS.flatMap((network) =>
    among.flatMap((token) => USERS.map((from) => ({ network, token, from }))),
  ).filter(({ network, token, from }) => held(network, token, from) > 0n);
  if (owners.length === 0) return undefined;
  const owner = pick(draw, owners);
  const balance = held(owner.network, owner.token, owner.from);
  // Nothing, dust, a part, everything.
  const amount = pick(draw, [0n, 1n, (balance * BigInt(draw(1000))) / 1000n, balance]);
  const destination = pick(
    draw,
    NETWORKS.filter((network) => network !== owner.network),
  );
  return { ...owner, to: pick(draw, USERS), amount, destination, force: draw(2) === 0 };
}

async function transfer(draw: Draw): Promise<void> {
  const isMessage = draw(4) === 0;
  const among = isMessage ? tokens.filter(({ name }) => name === 'ETH') : tokens;
  const transferred = drawTransfer(draw, among);
  if (!transferred) return;
  const { token, ...drawn } = transferred;
  const holding = await formOn({ networks, network: drawn.network, token });
  const at = { ...drawn, holding: holding! };
  const content = `0x${'ab'.repeat(draw(80))}` as const;
  const made = isMessage
    ? await actor.depositMessage({ ...at, content })
    : await actor.depositAsset(at);
  add(drawn.network, token, drawn.from, -drawn.amount);
  expect(made).toMatchObject({ leafType: isMessage ? 1 : 0, amount: drawn.amount });
  if (!isMessage) {
    expect(made.originNetwork).toBe(token.network);
    expect(made.originAddress.toLowerCase()).toBe(token.address.toLowerCase());
  }
  deposits.push({ ...made, token, claimed: false });
}

/** Roots known at a deposit's destination that prove it. */
const provingRoots = (deposit: MadeDeposit) =>
  book
    .roots(deposit.destinationNetwork)
    .filter((root) => book.covered(root, deposit.network) > deposit.depositCount);
const claimable = () =>
  deposits.filter((deposit) => !deposit.claimed && provingRoots(deposit).length > 0);

async function claim(draw: Draw): Promise<void> {
  const ready = claimable();
  if (ready.length === 0) return;
  const deposit = pick(draw, ready);
  const { destinationNetwork: network, destinationAddress: to } = deposit;
  // Any root that covers it will do, old or new, and anybody may claim.
  const call = actor.claimOf(deposit, pick(draw, provingRoots(deposit)));
  await actor.claim({ network, from: pick(draw, USERS), claim: call });
  deposit.claimed = true;
  add(network, deposit.token, to, deposit.amount);
  expect(await actor.refusal({ network, from: to, claim: call })).toBe('AlreadyClaimed');
}

/** What must not work: too early, twice, more than was sent, and on another network. */
async function cheat(draw: Draw): Promise<void> {
  if (deposits.length === 0) return;
  const deposit = pick(draw, deposits);
  const { destinationNetwork: network } = deposit;
  const root = pick(draw, [...book.roots(0)]);
  if (!root || (deposit.network > 0 && !root.localExitRoots.has(deposit.network))) return;
  const from = pick(draw, USERS);
  const isKnown = book.roots(network).some((k) => sameRoot(k, root));
  const isCovered = book.covered(root, deposit.network) > deposit.depositCount;
  const early = await actor.refusal({ network, from, claim: actor.claimOf(deposit, root) });
  if (!isKnown) expect(early).toBe('GlobalExitRootInvalid');
  else if (!isCovered) expect(early).toBe('InvalidSmtProof');
  else expect(early).toBe(deposit.claimed ? 'AlreadyClaimed' : undefined);
  const more = { ...deposit, amount: deposit.amount + 1n };
  const greedy = await actor.refusal({ network, from, claim: actor.claimOf(more, root) });
  expect(greedy).toBe(isKnown ? 'InvalidSmtProof' : 'GlobalExitRootInvalid');
  const elsewhere = NETWORKS.find((n) => n !== network)!;
  const stray = actor.claimOf(deposit, root);
  expect(await actor.refusal({ network: elsewhere, from, claim: stray })).toBe(
    'DestinationNetworkInvalid',
  );
}

const sameRoot = (
  a: { mainnetExitRoot: string; rollupExitRoot: string },
  b: { mainnetExitRoot: string; rollupExitRoot: string },
) => a.mainnetExitRoot === b.mainnetExitRoot && a.rollupExitRoot === b.rollupExitRoot;

/** Proofs of ours, judged by the contracts of every network. */
async function checkProof(draw: Draw): Promise<void> {
  const provable = deposits.filter((deposit) => provingRoots(deposit).length > 0);
  if (provable.length === 0) return;
  const deposit = pick(draw, provable);
  const { network, depositCount: index } = deposit;
  const root = pick(draw, provingRoots(deposit));
  const local = network === 0 ? root.mainnetExitRoot : root.localExitRoots.get(network)!;
  const proof = book.tree(network).proof(index, book.covered(root, network));
  const leaf = leafHash(deposit);
  await expectProof({ at: deposit.destinationNetwork, leaf, proof, index, root: local });
  if (network === 0) return;
  await expectProof({
    at: deposit.destinationNetwork,
    leaf: local,
    proof: book.rollupProof(root, network),
    index: network - 1,
    root: root.rollupExitRoot,
  });
}

async function expectProof(o: {
  at: number;
  leaf: `0x${string}`;
  proof: readonly `0x${string}`[];
  index: number;
  root: `0x${string}`;
}): Promise<void> {
  const { client } = chainOf(networks, o.at);
  const verify = (leaf: `0x${string}`, index: number) =>
    client.readContract({
      address: networks.contracts.bridge,
      abi: bridgeAbi,
      functionName: 'verifyMerkleProof',
      args: [leaf, o.proof as never, index, o.root],
    });
  expect(await verify(o.leaf, o.index)).toBe(true);
  expect(await verify(zeroHash, o.index)).toBe(o.leaf === zeroHash);
}

async function step(draw: Draw): Promise<void> {
  const steps: readonly [string, number, () => Promise<void>][] = [
    ['transfer', 6, () => transfer(draw)],
    ['claim', 6, () => claim(draw)],
    ['cheat', 2, () => cheat(draw)],
    ['proof', 2, () => checkProof(draw)],
    ['publish', 2, () => actor.publish(pick(draw, NETWORKS), USERS[0]!)],
    ['verify', 3, () => book.verify(1 + draw(2))],
    ['import', 3, () => book.import(1 + draw(2))],
  ];
  const [name, , run] = pick(
    draw,
    steps.flatMap((entry) => Array.from({ length: entry[1] }, () => entry)),
  );
  taken[name] = (taken[name] ?? 0) + 1;
  await run();
}

/** Everything locked at a token's origin is somewhere else, or on its way. */
async function checkConservation(): Promise<void> {
  for (const token of tokens) {
    const { locked, circulating } = await readTokenSupply(networks, token);
    const onTheWay = deposits
      .filter((deposit) => deposit.token === token && !deposit.claimed)
      .reduce((sum, { amount }) => sum + amount, 0n);
    // On its way home it still counts at home.
    expect(`${token.name} ${locked}`).toBe(`${token.name} ${circulating + onTheWay}`);
  }
}

/** The same said by the product's own accounting, which knows events and not what the test did. */
async function checkAccounts(): Promise<void> {
  const all = NETWORKS.map((network) => {
    const { client } = chainOf(networks, network);
    return { network, client, bridge: networks.contracts.bridge };
  });
  for (const token of tokens) {
    const found = await checkTokenConservation({ networks: all, token });
    const waiting = (network: number) =>
      deposits
        .filter((d) => d.token === token && !d.claimed && d.destinationNetwork === network)
        .reduce((sum, { amount }) => sum + amount, 0n);
    expect(found).toMatchObject({ donations: 0n, ok: true });
    for (const [network, terms] of Object.entries(found.networks)) {
      expect(terms).toMatchObject({ surplus: 0n, depositsUnclaimed: waiting(Number(network)) });
    }
    const shares = Object.values(found.networks).map(({ locked }) => locked);
    expect(shares.reduce((sum, locked) => sum + locked, 0n)).toBe(found.locked);
  }
}

async function checkBalances(): Promise<void> {
  for (const network of NETWORKS) {
    const { client } = chainOf(networks, network);
    for (const token of tokens) {
      const form = await formOn({ networks, network, token });
      for (const user of USERS) {
        const name = nameOf(network, token, user);
        expect(`${name}: ${await balanceIn({ client, form, account: user })}`).toBe(
          `${name}: ${held(network, token, user)}`,
        );
      }
    }
  }
}

test(`behavior: three networks conserve every token through random operations (seed ${SEED})`, async () => {
  const draw = numbers(SEED);
  for (let i = 0; i < STEPS; i++) {
    await step(draw);
    await checkConservation();
    if (i % 25 > 0) continue;
    await checkBalances();
    await checkAccounts();
  }
  await checkBalances();
  await checkAccounts();
  console.info(`seed ${SEED}:`, { ...taken, deposits: deposits.length, claimed: claimed() });
  expect(deposits.length).toBeGreaterThan(STEPS / 8);
}, 600_000);

const claimed = () => deposits.filter((deposit) => deposit.claimed).length;

test('behavior: in the end every deposit is claimable, once', async () => {
  const draw = numbers(SEED + 1);
  for (const network of NETWORKS) await actor.publish(network, USERS[0]!);
  for (const rollupId of [1, 2]) await book.verify(rollupId);
  for (const rollupId of [1, 2]) await book.import(rollupId);
  while (claimable().length > 0) await claim(draw);
  expect(claimed()).toBe(deposits.length);
  for (const deposit of deposits) {
    const { destinationNetwork: network, destinationAddress: from } = deposit;
    const again = actor.claimOf(deposit, provingRoots(deposit).at(-1)!);
    expect(await actor.refusal({ network, from, claim: again })).toBe('AlreadyClaimed');
  }
  await checkConservation();
  await checkBalances();
  await checkAccounts();
}, 600_000);
