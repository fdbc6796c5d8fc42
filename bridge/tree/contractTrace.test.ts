import { type Address, encodeFunctionData, type Hex, parseEventLogs, zeroAddress } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bridgeAbi, GLOBAL_EXIT_ROOT_L2_ADDRESS, globalExitRootAbi } from '#contracts';
import { numbers } from '../testing/numbers.ts';
import { type BridgePair, openBridgePair } from '../testing/openBridgePair.ts';
import type { TestChain } from '../testing/openTestChain.ts';
import { ExitTree } from './ExitTree.ts';
import { globalExitRoot } from './globalExitRoot.ts';
import { l1InfoLeafHash } from './l1InfoLeafHash.ts';
import { leafHash } from './leafHash.ts';
import { rollupExitTree } from './rollupExitTree.ts';

const USER: Address = '0x000000000000000000000000000000000000ace0';
const STEPS = 60;
/** Printed with a failure: the trace follows from it. */
const SEED = Number(process.env['BIGFILE_SEED'] ?? 20_261_123);

let pair: BridgePair;
/** What the events said, in our own trees. */
const trees = { l1: new ExitTree(), l2: new ExitTree(), info: new ExitTree() };

beforeAll(async () => {
  pair = await openBridgePair({ holder: USER });
}, 60_000);

afterAll(() => pair.stop());

async function step(next: (below: number) => number): Promise<void> {
  const side = next(2) === 0 ? 'l1' : 'l2';
  const destination = side === 'l1' ? 1 : 0;
  const kind = next(5);
  if (kind === 0) return pair.verifyBatch(BigInt(next(1000)));
  const amount = BigInt(next(1000));
  const content = `0x${'ab'.repeat(next(80))}` as const;
  const force = next(2) === 0;
  const asset = [destination, USER, amount, zeroAddress, force, '0x'] as const;
  const calls = [
    encodeFunctionData({ abi: bridgeAbi, functionName: 'updateGlobalExitRoot' }),
    encodeFunctionData({ abi: bridgeAbi, functionName: 'bridgeAsset', args: asset }),
    encodeFunctionData({
      abi: bridgeAbi,
      functionName: 'bridgeMessage',
      args: [destination, USER, force, content],
    }),
  ];
  const data = calls[kind % calls.length] as Hex;
  const value = kind % calls.length === 1 ? amount : 0n;
  await deposit({ chain: pair[side], tree: trees[side], data, value });
}

async function deposit(o: {
  chain: TestChain;
  tree: ExitTree;
  data: Hex;
  value: bigint;
}): Promise<void> {
  const { bridge } = pair.contracts;
  await o.chain.request('hardhat_setBalance', [USER, '0x56bc75e2d63100000']);
  const hash = await o.chain.send({ from: USER, to: bridge, data: o.data, value: o.value });
  const { logs, status } = await o.chain.client.getTransactionReceipt({ hash });
  expect(status).toBe('success');
  for (const { args } of parseEventLogs({ abi: bridgeAbi, eventName: 'BridgeEvent', logs })) {
    expect(o.tree.append(leafHash(args))).toBe(args.depositCount);
  }
}

/** Leaves the L1 info tree got since, as the L2 rebuilds them: from the block that holds the event. */
async function followInfo(fromBlock: bigint): Promise<bigint> {
  const { client } = pair.l1;
  const events = await client.getContractEvents({
    address: pair.contracts.globalExitRoot,
    abi: globalExitRootAbi,
    eventName: 'UpdateL1InfoTree',
    fromBlock,
    strict: true,
  });
  for (const { args, blockNumber } of events) {
    const { parentHash, timestamp } = await client.getBlock({ blockNumber });
    const { mainnetExitRoot, rollupExitRoot } = args;
    const root = globalExitRoot({ mainnetExitRoot, rollupExitRoot });
    trees.info.append(l1InfoLeafHash({ globalExitRoot: root, blockHash: parentHash, timestamp }));
  }
  return (await client.getBlockNumber()) + 1n;
}

async function checkRoots(): Promise<void> {
  const { bridge, globalExitRoot: address } = pair.contracts;
  for (const side of ['l1', 'l2'] as const) {
    const contract = { address: bridge, abi: bridgeAbi } as const;
    const { client } = pair[side];
    expect(await client.readContract({ ...contract, functionName: 'getRoot' })).toBe(
      trees[side].root(),
    );
  }
  const ger = { address, abi: globalExitRootAbi } as const;
  const { client } = pair.l1;
  expect(await client.readContract({ ...ger, functionName: 'getRoot' })).toBe(trees.info.root());
  const leafCount = trees.info.leafCount;
  const known = { ...ger, functionName: 'l1InfoRootMap', args: [leafCount] } as const;
  expect(await client.readContract(known)).toBe(trees.info.root());
}

test(`behavior: our trees follow the contracts through a random trace (seed ${SEED})`, async () => {
  const next = numbers(SEED);
  let fromBlock = await followInfo(0n);
  await checkRoots();
  for (let i = 0; i < STEPS; i++) {
    await step(next);
    fromBlock = await followInfo(fromBlock);
    await checkRoots();
  }
  expect(trees.l1.leafCount).toBeGreaterThan(5);
  expect(trees.l2.leafCount).toBeGreaterThan(5);
  expect(trees.info.leafCount).toBeGreaterThan(5);
}, 120_000);

test('behavior: every former info root is still there, and none for later sizes', async () => {
  const ger = { address: pair.contracts.globalExitRoot, abi: globalExitRootAbi } as const;
  for (let size = 0; size <= trees.info.leafCount + 1; size++) {
    const root = await pair.l1.client.readContract({
      ...ger,
      functionName: 'l1InfoRootMap',
      args: [size],
    });
    expect(root).toBe(size > trees.info.leafCount ? `0x${'0'.repeat(64)}` : trees.info.root(size));
  }
});

test('behavior: the exit root of the rollups is that of one rollup', async () => {
  await pair.verifyBatch(1n);
  const exitRoot = await pair.l2.client.getStorageAt({
    address: GLOBAL_EXIT_ROOT_L2_ADDRESS,
    slot: '0x1',
  });
  const onL1 = await pair.l1.client.readContract({
    address: pair.contracts.globalExitRoot,
    abi: globalExitRootAbi,
    functionName: 'lastRollupExitRoot',
  });
  expect(onL1).toBe(rollupExitTree(new Map([[pair.rollupId, exitRoot as Hex]])).root());
  const roots = Array.from({ length: trees.l2.leafCount + 1 }, (_, size) => trees.l2.root(size));
  expect(roots.indexOf(exitRoot as Hex)).toBeGreaterThan(0);
});
