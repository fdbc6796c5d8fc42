import { encodeFunctionData, keccak256, stringToHex, zeroAddress } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deriveValidatorKey } from '#circuits';
import { rollupEtrogAbi } from '#contracts';
import { createLogger, waitFor } from '#core';
import { encodeBatchL2Data, encodeBatchTransaction } from '../batch/index.ts';
import type { SealedBlock } from '../engine/types.ts';
import { l2BlockMeta } from '../l2/blockInputs.ts';
import { L2_EXIT_ROOT_ADDRESS } from '../l2/constants.ts';
import type { L2Node } from '../l2/index.ts';
import { l2Transfer, mineTransfers, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { depositBig, forceBatch, sequence, verify } from '../l2/testingSettlement.ts';
import { signRange } from '../services/signRange.ts';
import { startSequenceSender } from '../services/startSequenceSender.ts';
import { createReplica, type Replica } from './createReplica.ts';
import { type SyncOptions, syncFromL1 } from './syncFromL1.ts';
import { type Forge, startForgedNode } from './testingForgedNode.ts';

const logger = createLogger('test');
logger.level = 'silent';
const INVENTED = keccak256(stringToHex('an exit root that L1 never had'));

let cleanUp: AsyncDisposableStack;
let rollup: TestRollup;
let replica: Replica;

/** A chain with everything a sequencer can lie about: transfers, exit roots, a forced batch. */
beforeAll(async () => {
  cleanUp = new AsyncDisposableStack();
  rollup = await startTestRollup();
  cleanUp.defer(() => rollup.stop());
  const node = await rollup.startNode({ logger });
  const sender = await startSequenceSender({
    ...{ l1RpcUrl: rollup.l1.rpcUrl, l2RpcUrl: node.rpcUrl, contracts: rollup.contracts },
    ...{ rollupId: 1, key: `0x${'42'.repeat(32)}`, pollMs: 50, mintPol: true, logger },
  });
  await depositBig(rollup, 3n);
  await mineTransfers(node, { nonce: 0, count: 2 });
  await sequenced(node, await node.closeBatch());
  await forceBatch(rollup, await forcedData(2));
  await sequenced(node, 3n);
  await mineTransfers(node, { nonce: 3, count: 2 });
  await sequenced(node, await node.closeBatch());
  await sender.stop();
  await node.stop();
  replica = await createReplica(rollup.options);
  cleanUp.defer(() => replica.stop());
  await replica.sync();
}, 120_000);
afterAll(() => cleanUp.disposeAsync());

const sequenced = (node: L2Node, batch: bigint) =>
  waitFor({
    what: `batch ${batch} to be virtual`,
    timeoutMs: 30_000,
    check: () => node.status().virtualBatch >= batch || undefined,
  });
const forcedData = async (nonce: number) =>
  `0x${Buffer.from(encodeBatchTransaction({ raw: await l2Transfer({ nonce }) })).toString('hex')}` as const;
const sync = (o: Partial<SyncOptions> = {}) =>
  syncFromL1({
    l1RpcUrl: rollup.l1.rpcUrl,
    rollup: rollup.contracts.rollup,
    genesis: rollup.genesis,
    ...o,
  });

function blockWhere(is: (block: SealedBlock) => unknown): SealedBlock {
  for (let n = 2n; n <= replica.chain.head().number; n += 1n) {
    const block = replica.chain.block(n)!;
    if (is(block)) return block;
  }
  throw new Error('no such block');
}

interface Lie {
  name: string;
  /** The field that the report names. */
  field: string;
  where: (block: SealedBlock) => unknown;
  forge: Forge;
  /** What the report shows of the lie and of the truth. */
  shows: (block: SealedBlock) => [lie: RegExp, truth: string];
}

const LIES: Lie[] = [
  {
    name: 'a wrong root: state that no transaction made',
    field: 'state root',
    where: (b) => b.transactions.length > 0,
    forge: (plan) => {
      const word = keccak256(stringToHex('mine now'));
      return { ...plan, writes: [{ address: L2_EXIT_ROOT_ADDRESS, slot: word, value: word }] };
    },
    shows: (b) => [/on the L2 0x[0-9a-f]{64}/, b.stateRoot],
  },
  {
    name: 'altered batch data: a transaction left out',
    field: 'transaction list',
    where: (b) => b.transactions.length > 0 && l2BlockMeta(b)!.kind === 'normal',
    forge: (plan) => ({ ...plan, transactions: plan.transactions.slice(1) }),
    shows: (b) => [/no transaction at position 0/, `transaction ${b.transactionHashes[0]}`],
  },
  {
    name: 'a skipped forced batch',
    field: 'forced batch',
    where: (b) => l2BlockMeta(b)!.kind === 'forced',
    forge: () => undefined,
    shows: () => [/on the L2 none/, 'rebuilt number 1'],
  },
  {
    name: 'an invented exit root',
    field: 'global exit root',
    where: (b) => l2BlockMeta(b)!.l1InfoTreeIndex > 0,
    forge: (plan) => ({ ...plan, exitRoot: { ...plan.exitRoot!, globalExitRoot: INVENTED } }),
    shows: (b) => [new RegExp(INVENTED), l2BlockMeta(b)!.exitRoot!.globalExitRoot],
  },
  {
    name: 'a wrong timestamp',
    field: 'timestamp',
    // With a later block behind it, or none: a chain whose time runs backwards cannot be made.
    where: (b) =>
      b.transactions.length > 0 &&
      (replica.chain.block(b.number + 1n)?.timestamp ?? b.timestamp + 1n) > b.timestamp,
    forge: (plan) => ({ ...plan, timestamp: plan.timestamp + 1n }),
    shows: (b) => [new RegExp(`on the L2 ${b.timestamp + 1n}`), `rebuilt ${b.timestamp}`],
  },
];

describe.each(LIES)('the L2 node tells of $name', ({ field, where, forge, shows }) => {
  test('sync names the batch, the block and the field, and shows both sides', async () => {
    const block = blockWhere(where);
    await using node = await startForgedNode({ replica, block: block.number, forge });
    const [lie, truth] = shows(block);
    const failure = await sync({ l2RpcUrl: node.url }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'STACK_SYNC_BLOCK',
      block: block.number,
      batch: BigInt(l2BlockMeta(block)!.batch),
      field,
    });
    expect((failure as { details: string }).details).toMatch(lie);
    expect((failure as { details: string }).details).toContain(truth);
  });
});

// A time that no transaction has looked at is in no state root: there the root is the right one.
const CHANGES_STATE = LIES.filter(({ field }) => field !== 'timestamp');

test.each(CHANGES_STATE)(
  'a validator that is offered the root of $name does not sign, and says both',
  async ({ where, forge }) => {
    const block = blockWhere(where);
    await using node = await startForgedNode({ replica, block: block.number, forge });
    const last = replica.batch(replica.lastBatch());
    const { stateRoot } = node.chain.head();
    const signing = signRange({
      request: {
        initNumBatch: 0n,
        finalNewBatch: last.number,
        aggregator: zeroAddress,
        newStateRoot: stateRoot,
        newLocalExitRoot: last.localExitRoot,
      },
      replica,
      rollup: { chainId: 424242n, forkId: 12n },
      verifier: { domain: 1n, epoch: 1n },
      key: deriveValidatorKey('0x01'),
    });
    await expect(signing).rejects.toMatchObject({
      code: 'STACK_STATE_ROOT_MISMATCH',
      message: expect.stringMatching(
        new RegExp(`${stateRoot} was offered for batch ${last.number}.*${last.stateRoot}`),
      ),
    });
  },
);

test('an honest node is found to be the same, forced batch and all', async () => {
  await using node = await startForgedNode({ replica, block: 1n, forge: (plan) => plan });
  expect(await sync({ l2RpcUrl: node.url })).toMatchObject({
    blocksCompared: Number(replica.chain.head().number),
    hashesCompared: true,
    forcedBatches: 1n,
    forcedWaiting: 0,
  });
});

describe('on L1', () => {
  test('a forced batch that the sequencer passes over is reported once its time is over', async () => {
    await forceBatch(rollup, await forcedData(5));
    expect(await sync()).toMatchObject({ forcedWaiting: 1 });
    const { rollup: to } = rollup.contracts;
    const data = encodeFunctionData({
      abi: rollupEtrogAbi,
      functionName: 'setForceBatchTimeout',
      args: [0n],
    });
    await rollup.send([{ name: 'setForceBatchTimeout', to, gas: 100_000n, data }]);
    await expect(sync()).rejects.toMatchObject({
      code: 'STACK_SYNC_FORCED_OVERDUE',
      forced: 2n,
      details: expect.stringMatching(/^forced by 0x[0-9a-fA-F]{40} in 0x[0-9a-f]{64}$/),
    });
  });

  test('a wrong root that was proven all the same', async () => {
    const { lastBatch } = await replica.sync();
    const stateRoot = `0x${'00'.repeat(31)}07` as const;
    const { localExitRoot } = replica.batch(lastBatch);
    await verify(rollup, { first: 0n, last: lastBatch, stateRoot, localExitRoot });
    await expect(sync()).rejects.toMatchObject({
      code: 'STACK_SYNC_ROOT',
      batch: lastBatch,
      details: expect.stringContaining(`rebuilt ${replica.batch(lastBatch).stateRoot}`),
    });
  });

  test.each([
    ['an invented exit root', { l1InfoTreeIndex: 99, deltaTimestamp: 0 }, /leaf 99 of \d+/],
    ['a wrong timestamp', { l1InfoTreeIndex: 0, deltaTimestamp: 1e9 }, /block time \d+, maximum/],
  ])('%s in a batch is refused by rule', async (_, block, facts) => {
    await using own = new AsyncDisposableStack();
    const other = await startTestRollup();
    own.defer(() => other.stop());
    await sequence(other, { data: encodeBatchL2Data([{ ...block, transactions: [] }]) });
    const validator = await createReplica(other.options);
    own.defer(() => validator.stop());
    await expect(validator.sync()).rejects.toMatchObject({
      code: 'STACK_BATCH_REFUSED',
      batch: 2n,
      details: expect.stringMatching(facts),
    });
  });
});
