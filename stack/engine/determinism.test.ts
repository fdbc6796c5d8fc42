import { concat, type Hex, numberToHex } from 'viem';
import { afterAll, expect, test } from 'vitest';
import { openDevChain } from './openDevChain.ts';
import {
  alice,
  bob,
  carol,
  inputsAfter,
  signTransfer,
  storageContract,
  testConfig,
  word,
} from './testing.ts';
import type { BlockInputs, DevChain, EngineConfig, SystemWrite } from './types.ts';

const chains: DevChain[] = [];
afterAll(() => Promise.all(chains.map((chain) => chain.close())));

const BLOCKS = 25;

/** A small generator with a fixed seed, so that a failure can be looked at again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Stores its calldata's first word at the slot named by the second, then emits it as a log. */
const runtime: Hex = '0x5f356020355560205f5f3760205fa0';
const initcode = concat(['0x6e', runtime, '0x5f52600f6011f3']);

type Step = Omit<BlockInputs, 'timestamp'> & { wait: bigint };

/** Transfers, creations, calls, nonce gaps and system writes, in random order. */
async function randomTraffic(o: {
  seed: number;
  gasPrice: bigint;
  writes: boolean;
}): Promise<Step[]> {
  const random = generator(o.seed);
  const nonces = new Map([alice, bob].map((account) => [account, 0]));
  const transaction = async (): Promise<Hex> => {
    const from = random(2) ? alice : bob;
    const nonce = nonces.get(from)!;
    const common = { chainId: 424242, type: 'legacy', gasPrice: o.gasPrice } as const;
    const kind = random(10);
    if (kind === 0) return signTransfer({ from, nonce: nonce + 9, gasPrice: o.gasPrice });
    nonces.set(from, nonce + 1);
    if (kind < 3) return from.signTransaction({ ...common, nonce, gas: 300_000n, data: initcode });
    if (kind < 6) {
      const to =
        `0x${random(2) ? '5fbdb2315678afecb367f032d93f642f64180aa3' : '8464135c8f25da09e49bc8782676a84730c318bc'}` as const;
      const data = concat([word(random(3)), word(random(4))]);
      return from.signTransaction({ ...common, nonce, gas: 100_000n, to, data });
    }
    const to = random(3) ? carol.address : numberToHex(random(50) + 4096, { size: 20 });
    return signTransfer({ from, nonce, to, value: BigInt(random(1000)), gasPrice: o.gasPrice });
  };
  const steps: Step[] = [];
  for (let i = 0; i < BLOCKS; i += 1) {
    const transactions: Hex[] = [];
    for (let n = random(6); n > 0; n -= 1) transactions.push(await transaction());
    const write: SystemWrite = {
      address: storageContract,
      slot: word(random(4)),
      value: word(random(3)),
    };
    steps.push({
      transactions,
      systemWrites: o.writes && random(3) === 0 ? [write] : [],
      coinbase: numberToHex(random(3) + 0xc0, { size: 20 }),
      prevRandao: word(random(1000)),
      wait: BigInt(random(3) + (o.writes ? 0 : 1)),
    });
  }
  return steps;
}

async function run(o: { config: EngineConfig; steps: Step[]; disturbed: boolean }) {
  const chain = await openDevChain({ config: o.config });
  chains.push(chain);
  for (const { wait, ...step } of o.steps) {
    const { timestamp } = chain.head();
    if (o.disturbed) await disturb(chain);
    await chain.seal(inputsAfter(chain.head(), { ...step, timestamp: timestamp + wait }));
  }
  return Array.from({ length: BLOCKS }, (_, i) => chain.block(BigInt(i + 1))!);
}

/** Reads of every kind, those that make the engine build a block of its own included. */
async function disturb(chain: DevChain): Promise<void> {
  const call = { from: bob.address, to: storageContract, data: word(0) };
  await Promise.all([
    chain.request('eth_call', [call, 'pending']),
    chain.request('eth_estimateGas', [call, 'pending']),
    chain.request('eth_getBlockByNumber', ['pending', true]),
    chain.request('eth_getBalance', [alice.address, 'pending']),
    chain.request('eth_getProof', [storageContract, [word(0)], 'earliest']),
    chain.request('eth_newBlockFilter'),
  ]);
}

const configs: [string, EngineConfig, bigint, boolean][] = [
  ['the L2: shanghai, no base fee', testConfig(), 0n, true],
  [
    'the L1: prague, EIP-1559',
    testConfig({ hardfork: 'prague', baseFee: 'eip1559' }),
    10n ** 10n,
    false,
  ],
];

test.each(configs)('equal inputs give equal hashes on %s', async (_, config, gasPrice, writes) => {
  const steps = await randomTraffic({ seed: 7, gasPrice, writes });
  const undisturbed = await run({ config, steps, disturbed: false });
  expect(await run({ config, steps, disturbed: true })).toEqual(undisturbed);
  expect(undisturbed.flatMap((block) => block.transactions).length).toBeGreaterThan(20);
  expect(undisturbed.flatMap((block) => block.dropped).length).toBeGreaterThan(0);
  if (writes) expect(steps.filter((step) => step.systemWrites.length).length).toBeGreaterThan(3);
});

test('leaving out what was dropped gives the same hashes', async () => {
  const config = testConfig();
  const steps = await randomTraffic({ seed: 11, gasPrice: 0n, writes: true });
  const blocks = await run({ config, steps, disturbed: false });
  const included = steps.map((step, i) => ({ ...step, transactions: blocks[i]!.transactions }));
  const again = await run({ config, steps: included, disturbed: false });
  expect(again.map((block) => block.hash)).toEqual(blocks.map((block) => block.hash));
});

test('one different input gives another hash', async () => {
  const config = testConfig();
  const steps = await randomTraffic({ seed: 3, gasPrice: 0n, writes: false });
  const hashOf = async (first: Partial<Step>): Promise<Hex> => {
    const changed = [{ ...steps[0]!, ...first }, ...steps.slice(1)];
    return (await run({ config, steps: changed, disturbed: false })).at(-1)!.hash;
  };
  const write = { address: storageContract, slot: word(9), value: word(1) };
  const hashes = [
    await hashOf({}),
    await hashOf({ prevRandao: word(77777) }),
    await hashOf({ coinbase: bob.address }),
    await hashOf({ wait: 9n }),
    await hashOf({ systemWrites: [write] }),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});
