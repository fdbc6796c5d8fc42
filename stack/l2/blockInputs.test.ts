import {
  concatHex,
  encodeFunctionData,
  type Hex,
  numberToHex,
  pad,
  parseAbi,
  serializeTransaction,
  toRlp,
  zeroHash,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import { openDevChain } from '../engine/openDevChain.ts';
import type { DevChain } from '../engine/types.ts';
import { admissible, exitRootSlot, injectedBlockPlan, toBlockInputs } from './blockInputs.ts';
import { L2_EXIT_ROOT_ADDRESS } from './constants.ts';
import { l2EngineConfig } from './l2EngineConfig.ts';

const bridge = '0x00000000000000000000000000000000000b41d6';
const coinbase = '0x00000000000000000000000000000000000005e9';
const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const word = (byte: number): Hex => pad(numberToHex(byte), { size: 32 });

/** Stores the first word of its call data after the selector in slot 0. */
const recorder: Hex = '0x60043560005500';

function openChain(): Promise<DevChain> {
  const accounts = {
    [bridge]: { code: recorder, nonce: 1n },
    [account.address]: { balance: 10n ** 18n },
  };
  return openDevChain({
    config: l2EngineConfig({ chainId: 424242n, genesis: { timestamp: 1n, accounts } }),
  });
}

/** As `generateInitializeTransaction` of the rollup contract builds it. */
function injectedTransactions(): Hex {
  const data = encodeFunctionData({
    abi: parseAbi(['function initialize(uint32,address,uint32,address,address,bytes)']),
    args: [1, bridge, 0, L2_EXIT_ROOT_ADDRESS, `0x${'00'.repeat(20)}`, '0x1234'],
  });
  return concatHex([
    toRlp(['0x', '0x', '0x01c9c380', bridge, '0x', data]),
    numberToHex(0x5ca1ab1e0n, { size: 32 }),
    numberToHex(0x5ca1ab1en, { size: 32 }),
    '0x1bff',
  ]);
}

const injected = {
  transactions: injectedTransactions(),
  globalExitRoot: word(0xaa),
  sequencer: coinbase,
  timestamp: 1_700_000_000n,
  blockHash: word(0xbb),
  blockNumber: 5n,
  transactionHash: zeroHash,
} as const;

test('the injected transaction runs in block 1, with its root known before it', async () => {
  const chain = await openChain();
  const plan = injectedBlockPlan(injected);
  const block = await chain.seal(await toBlockInputs({ chain, plan }));
  expect(block.dropped).toEqual([]);
  expect(block.transactions).toEqual(plan.transactions);
  expect(block.timestamp).toBe(injected.timestamp);
  const read = (address: string, slot: Hex) =>
    chain.request('eth_getStorageAt', [address, slot, 'latest']);
  expect(await read(bridge, word(0))).toBe(word(1));
  expect(await read(L2_EXIT_ROOT_ADDRESS, exitRootSlot(word(0xaa)))).toBe(word(0xbb));
  const header = await chain.request<Record<string, Hex>>('eth_getBlockByNumber', ['0x1', false]);
  expect(header).toMatchObject({ miner: coinbase, mixHash: zeroHash });
  await chain.close();
});

test('a root that is known keeps its first block hash', async () => {
  const chain = await openChain();
  const plan = injectedBlockPlan(injected);
  await chain.seal(await toBlockInputs({ chain, plan }));
  const again = {
    ...plan,
    exitRoot: { globalExitRoot: word(0xaa), blockHash: word(0xcc), l1Block: 2 },
  };
  expect((await toBlockInputs({ chain, plan: again })).systemWrites).toEqual([]);
  await chain.close();
});

test('a transaction above the gas cap is left out', async () => {
  const chain = await openChain();
  const sign = (gas: bigint) =>
    account.signTransaction({ type: 'legacy', chainId: 424242, gas, gasPrice: 0n, to: bridge });
  const transactions = [await sign(30_000_001n), await sign(30_000_000n), '0x1234' as Hex];
  const plan = { ...injectedBlockPlan(injected), transactions };
  expect((await toBlockInputs({ chain, plan })).transactions).toEqual([transactions[1]]);
  await chain.close();
});

test('of a type that the pool does not take, too, only those above the gas cap are left out', () => {
  const blob = (gas: bigint): Hex => {
    const hash = `0x01${'00'.repeat(31)}` as const;
    const fees = { maxFeePerGas: 1n, maxFeePerBlobGas: 1n, blobVersionedHashes: [hash] };
    const unsigned = { type: 'eip4844', chainId: 424242, gas, to: bridge, ...fees } as const;
    return serializeTransaction(unsigned, { r: word(1), s: word(1), yParity: 0 });
  };
  const within = blob(30_000_000n);
  expect(admissible([blob(30_000_001n), within])).toEqual([within]);
});
