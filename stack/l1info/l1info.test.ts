import {
  type Address,
  concatHex,
  createPublicClient,
  custom,
  encodeFunctionData,
  type Hex,
  keccak256,
  type PublicClient,
  zeroAddress,
  zeroHash,
} from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalExitRootAbi } from '#contracts';
import { startTestRollup, type TestRollup } from '../l2/testing.ts';
import { depositBig, sequence, verify } from '../l2/testingSettlement.ts';
import { sequenceFunctions } from './abi.ts';
import { createL1InfoFollower, type L1InfoFollowerOptions } from './createL1InfoFollower.ts';
import { readSequence } from './readSequence.ts';

let rollup: TestRollup;

beforeAll(async () => {
  rollup = await startTestRollup();
  await depositBig(rollup, 1n);
  await depositBig(rollup, 2n);
  await sequence(rollup, { data: '0x' });
  await verify(rollup, {
    first: 0n,
    last: 2n,
    stateRoot: `0x${'00'.repeat(31)}01`,
    localExitRoot: zeroHash,
  });
}, 30_000);

afterAll(() => rollup?.stop());

const follow = (o: Partial<L1InfoFollowerOptions> = {}) =>
  createL1InfoFollower({ ...rollup.options, l1: rollup.l1.rpcUrl, ...o });

type Answer = Record<string, unknown>;

/** The L1, with answers altered on their way. */
function altered(change: (o: { method: string; params: unknown[]; answer: unknown }) => unknown) {
  const request = async ({ method, params = [] }: { method: string; params?: unknown[] }) =>
    change({ method, params, answer: await rollup.l1.chain.request(method, params) });
  return createPublicClient({ transport: custom({ request }), cacheTime: 0 });
}

describe('the follower', () => {
  test('finds every leaf as the contract has it', async () => {
    const follower = follow();
    const head = await follower.poll();
    expect(head).toEqual(follower.head());
    const count = Number(
      await rollup.client.readContract({
        address: rollup.contracts.globalExitRoot,
        abi: globalExitRootAbi,
        functionName: 'depositCount',
      }),
    );
    expect(follower.lastLeaf()?.index).toBe(count - 1);
    for (let index = 0; index < count; index++) {
      const leaf = follower.leaf(index)!;
      const read = <T>(functionName: 'l1InfoRootMap' | 'globalExitRootMap', arg: Hex | number) =>
        rollup.client.readContract({
          address: rollup.contracts.globalExitRoot,
          abi: globalExitRootAbi,
          functionName,
          args: [arg] as never,
        }) as Promise<T>;
      expect(leaf.l1InfoRoot).toBe(await read<Hex>('l1InfoRootMap', index + 1));
      expect(await read<bigint>('globalExitRootMap', leaf.globalExitRoot)).toBe(
        BigInt(leaf.blockHash),
      );
      const roots = concatHex([leaf.mainnetExitRoot, leaf.rollupExitRoot]);
      expect(leaf.globalExitRoot).toBe(keccak256(roots));
      expect(follower.leafOf(leaf.globalExitRoot)).toBe(leaf);
    }
  });

  test('finds the injected batch, sequences and verifications', async () => {
    const follower = follow({ blockRange: 3n });
    await follower.poll();
    expect(follower.injected()).toMatchObject({ sequencer: rollup.account.address });
    expect(follower.sequences()).toMatchObject([{ kind: 'normal', lastBatch: 2n }]);
    expect(follower.verifications()).toMatchObject([
      { lastBatch: 2n, aggregator: rollup.account.address },
    ]);
  });

  test('stays behind by its depth, and goes on from a block', async () => {
    const all = follow();
    await all.poll();
    const [verification] = all.verifications();
    const later = follow({ fromBlock: verification!.blockNumber });
    await later.poll();
    expect(later.verifications()).toEqual(all.verifications());
    expect(later.injected()).toBeUndefined();
    const { number } = await later.poll();
    const deep = follow({ depth: Number(number - verification!.blockNumber) + 100 });
    await deep.poll();
    expect(deep.verifications()).toEqual([]);
    expect(deep.nextBlock()).toBeLessThan(verification!.blockNumber);
  });

  test('notices that a block it has read was replaced', async () => {
    let replaced = false;
    const l1 = altered(({ method, params, answer }) =>
      replaced && method === 'eth_getBlockByNumber' && params[0] !== 'latest'
        ? { ...(answer as Answer), hash: zeroHash }
        : answer,
    );
    const follower = follow({ l1 });
    await follower.poll();
    replaced = true;
    await depositBig(rollup, 3n);
    await expect(follower.poll()).rejects.toThrow(
      expect.objectContaining({ code: 'STACK_L1_REORG' }),
    );
  });

  test('refuses a header that contradicts the leaf', async () => {
    const l1 = altered(({ method, params, answer }) =>
      method === 'eth_getBlockByNumber' && params[0] !== 'latest'
        ? { ...(answer as Answer), parentHash: zeroHash }
        : answer,
    );
    await expect(follow({ l1 }).poll()).rejects.toThrow(
      expect.objectContaining({ code: 'STACK_L1_INFO_MISMATCH' }),
    );
  });
});

describe('the data of a sequence', () => {
  const contract: Address = '0x00000000000000000000000000000000000000B0';
  const batch = {
    transactions: '0x0b',
    forcedGlobalExitRoot: zeroHash,
    forcedTimestamp: 0n,
  } as const;
  const forced = { ...batch, forcedTimestamp: 5n, forcedBlockHashL1: zeroHash };
  const read = (o: { to: Address; input: Hex }) => {
    const getTransaction = async () => ({ ...o, from: zeroAddress });
    return readSequence({
      client: { getTransaction } as unknown as PublicClient,
      rollup: contract,
      sequence: {
        kind: 'normal',
        lastBatch: 9n,
        l1InfoRoot: zeroHash,
        blockNumber: 1n,
        transactionHash: zeroHash,
      },
    });
  };

  test('is numbered from its last batch', async () => {
    const input = encodeFunctionData({
      abi: sequenceFunctions,
      functionName: 'sequenceBatches',
      args: [[forced, { ...batch, forcedBlockHashL1: zeroHash }], 4, 77n, zeroHash, contract],
    });
    const batches = await read({ to: contract, input });
    expect(batches.map((b) => b.number)).toEqual([8n, 9n]);
    expect(batches[0]?.forced).toMatchObject({ timestamp: 5n });
    expect(batches[1]).toMatchObject({
      coinbase: contract,
      limits: { leafCount: 4, maxTimestamp: 77n },
    });
    expect(batches[1]).not.toHaveProperty('forced');
  });

  test('of forced batches has the sender as coinbase', async () => {
    const input = encodeFunctionData({
      abi: sequenceFunctions,
      functionName: 'sequenceForceBatches',
      args: [[forced]],
    });
    const batches = await read({ to: contract, input });
    expect(batches).toMatchObject([{ number: 9n, coinbase: zeroAddress, forced: {} }]);
  });

  test.each<[string, { to: Address; input: Hex }]>([
    ['another contract', { to: zeroAddress, input: '0x' }],
    ['another function', { to: contract, input: '0x12345678' }],
  ])('is not looked for in a call of %s', async (_name, transaction) => {
    await expect(read(transaction)).rejects.toThrow(
      expect.objectContaining({ code: 'STACK_SEQUENCE_DATA' }),
    );
  });
});
