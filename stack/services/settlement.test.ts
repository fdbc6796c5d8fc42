import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createPublicClient,
  createWalletClient,
  getAbiItem,
  type Hash,
  http,
  keccak256,
  type LocalAccount,
  parseEther,
  publicActions,
  stringToHex,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount, privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  assertConservation,
  claimAsset,
  depositBig,
  depositsOf,
  startBridgeService,
  waitToClaim,
  withdrawBig,
} from '#bridge';
import { deriveValidatorKey, ensureCircuit } from '#circuits';
import { bigTokenAbi, rollupManagerAbi } from '#contracts';
import { createLifecycle, createLogger, waitFor } from '#core';
import type { L2Node } from '../l2/index.ts';
import { mineTransfers, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { createL2BatchReader } from './readL2Batch.ts';
import { readRollupState } from './readRollupState.ts';
import { type AggregatorService, startAggregator } from './startAggregator.ts';
import { startSequenceSender } from './startSequenceSender.ts';
import { startValidator, type Validator } from './startValidator.ts';
import { settlementParams } from './testing.ts';

const host = '127.0.0.1';
const port = 0;
const seeds = ['0xa1', '0xa2', '0xa3'] as const;
const set = { epoch: 1n, k: 2, keys: seeds.map((seed) => deriveValidatorKey(seed).publicKey) };
const sequencer = generatePrivateKey();
const aggregatorKey = generatePrivateKey();
const claimerKey = generatePrivateKey();
const circuitsCacheDir = join(import.meta.dirname, '../../.bigfile/cache/circuits');
const dataDir = mkdtempSync(join(tmpdir(), 'services-'));
const lifecycle = createLifecycle();
const logger = createLogger('test');
logger.level = 'silent';

let rollup: TestRollup;
let node: L2Node;
let validators: Validator[];
let nonce = 0;

const walletOf = (account: LocalAccount, url: string) =>
  createWalletClient({ account, transport: http(url), cacheTime: 0, pollingInterval: 20 }).extend(
    publicActions,
  );
const state = () =>
  readRollupState({ client: rollup.client, contracts: rollup.contracts, rollupId: 1 });
const verifiedUpTo = (batch: bigint) =>
  waitFor({
    what: `batch ${batch} to be verified`,
    timeoutMs: 180_000,
    check: async () => ((await state()).lastVerifiedBatch >= batch ? true : undefined),
  });
/** Some transactions, and the number of the batch that holds them. */
const closeBatch = async (): Promise<bigint> => {
  await mineTransfers(node, { nonce, count: 2 });
  nonce += 2;
  return node.closeBatch();
};
const sequencedUpTo = (batch: bigint) =>
  waitFor({
    what: `batch ${batch} to be sequenced`,
    timeoutMs: 90_000,
    check: async () => ((await state()).lastBatchSequenced >= batch ? true : undefined),
  });
const verifications = () =>
  rollup.client.getLogs({
    address: rollup.contracts.rollupManager,
    event: getAbiItem({ abi: rollupManagerAbi, name: 'VerifyBatchesTrustedAggregator' }),
    fromBlock: 0n,
    strict: true,
  });
const inputOf = async (log: { transactionHash: Hash } | undefined) =>
  (await rollup.client.getTransaction({ hash: log!.transactionHash })).input;
/** Last batch of each verification on L1. */
const verifiedBatches = async () => (await verifications()).map((log) => log.args.numBatch);
const stateRootOf = (batch: bigint) =>
  rollup.client.readContract({
    address: rollup.contracts.rollupManager,
    abi: rollupManagerAbi,
    functionName: 'getRollupBatchNumToStateRoot',
    args: [1, batch],
  });
const aggregate = (urls: string[], l2RpcUrl = node.rpcUrl): Promise<AggregatorService> =>
  startAggregator({
    host,
    port,
    l1RpcUrl: rollup.l1.rpcUrl,
    l2RpcUrl,
    contracts: rollup.contracts,
    rollupId: 1,
    key: aggregatorKey,
    validators: urls,
    validatorSet: set,
    circuitsCacheDir,
    dataDir,
    pollMs: 50,
    logger,
  });

beforeAll(async () => {
  const { manifest } = await ensureCircuit({ name: 'batch-k-of-3', cacheDir: circuitsCacheDir });
  const accounts = [sequencer, aggregatorKey].map((key) => privateKeyToAddress(key));
  rollup = await startTestRollup({
    realVerifiers: true,
    funded: accounts,
    params: settlementParams({
      ...{ sequencer: accounts[0]!, aggregator: accounts[1]!, set, manifest },
    }),
  });
  await lifecycle.start('l1', async () => rollup.l1);
  const coinbase = accounts[0]!;
  node = await lifecycle.start('l2', () =>
    rollup.startNode({
      freeClaimers: [privateKeyToAddress(claimerKey)],
      sequencer: { coinbase, blockTimeMs: 20, batch: { maxAgeMs: 60_000 } },
    }),
  );
  const { l1RpcUrl, contracts, genesis } = rollup.options;
  const common = { host, port, l1RpcUrl, contracts, rollupId: 1, genesis, pollMs: 50, logger };
  validators = await Promise.all(
    seeds.map((validatorSeed) => startValidator({ ...common, validatorSeed })),
  );
  for (const validator of validators) await lifecycle.start('validator', async () => validator);
  await lifecycle.start('sequence sender', () =>
    startSequenceSender({
      ...common,
      l2RpcUrl: node.rpcUrl,
      key: sequencer,
      pollMs: 50,
      mintPol: true,
    }),
  );
}, 300_000);

afterAll(async () => {
  await lifecycle.stop();
  rmSync(dataDir, { recursive: true });
});

test('behavior: a closed batch is sequenced, signed, proven and verified', async () => {
  const aggregator = await aggregate(validators.map((v) => v.url));
  const batch = await closeBatch();
  await verifiedUpTo(batch);
  await waitFor({
    what: 'the aggregator to notice',
    timeoutMs: 60_000,
    check: () => (aggregator.status().state === 'idle' ? true : undefined),
  });
  expect(aggregator.status()).toMatchObject({ lastVerified: batch, lastError: null });
  expect(aggregator.status().proofs.map((proof) => proof.batch)).toEqual([batch]);
  const [onL1, ofBatch] = await Promise.all([
    stateRootOf(batch),
    createL2BatchReader(node.rpcUrl)(batch),
  ]);
  expect(onL1).toBe(ofBatch?.stateRoot);
  await aggregator.stop();
}, 300_000);

test('behavior: BIG comes by a free claim, leaves, and is claimed on L1 against a real proof', async () => {
  const { contracts, account } = rollup;
  const bridge = await startBridgeService({
    host,
    port,
    l1: { ...contracts, rpcUrl: rollup.l1.rpcUrl, genesisBlock: contracts.deploymentBlock },
    rollups: [{ rollupId: 1, rpcUrl: node.rpcUrl }],
    claimers: [{ destination: 1, key: claimerKey }],
    pollMs: 50,
    logger,
  });
  await lifecycle.start('bridge', async () => bridge);
  const l1 = walletOf(account, rollup.l1.rpcUrl);
  const to = privateKeyToAccount(generatePrivateKey());
  const amount = parseEther('3');
  const big = { bridge: contracts.bridge, big: contracts.big, rollupId: 1 };
  await l1.waitForTransactionReceipt({
    hash: await depositBig(l1, { ...big, amount, to: to.address }),
  });
  const l2 = walletOf(to, node.rpcUrl);
  await waitFor({
    what: 'the claim on L2',
    timeoutMs: 60_000,
    check: async () => (await l2.getBalance({ address: to.address })) === amount || undefined,
  });

  const out = { bridge: contracts.bridge, amount: parseEther('1'), to: to.address };
  const sent = await l2.waitForTransactionReceipt({ hash: await withdrawBig(l2, out) });
  const { depositCount } = depositsOf({ receipt: sent, bridge: contracts.bridge })[0]!;
  const aggregator = await aggregate(validators.map((v) => v.url));
  await verifiedUpTo(await node.closeBatch());
  await aggregator.stop();
  const { claim } = await waitToClaim({ url: bridge.url, network: 1, depositCount });
  await l1.waitForTransactionReceipt({
    hash: await claimAsset(l1, { bridge: contracts.bridge, claim }),
  });
  const received = await rollup.client.readContract({
    address: contracts.big,
    abi: bigTokenAbi,
    functionName: 'balanceOf',
    args: [to.address],
  });
  expect(received).toBe(out.amount);
  const terms = await assertConservation({
    l1: rollup.client,
    l2: createPublicClient({ transport: http(node.rpcUrl) }),
    contracts,
    rollupId: 1,
    gasToken: contracts.big,
  });
  expect(terms).toMatchObject({ locked: parseEther('2'), depositsUnclaimed: 0n, donations: 0n });
}, 300_000);

test('behavior: one dead validator does not matter, two do, and it goes on when one is back', async () => {
  const batch = await closeBatch();
  await sequencedUpTo(batch);
  const dead = ['http://127.0.0.1:1', 'http://127.0.0.1:2'];
  const stuck = await aggregate([validators[0]!.url, ...dead]);
  const { lastError } = await waitFor({
    what: 'the aggregator to give its reason',
    timeoutMs: 90_000,
    check: () => (stuck.status().lastError ? stuck.status() : undefined),
  });
  expect(lastError).toMatchObject({
    code: 'STACK_TOO_FEW_SIGNATURES',
    reasons: [
      { validator: dead[0], code: 'STACK_VALIDATOR_UNREACHABLE' },
      { validator: dead[1], code: 'STACK_VALIDATOR_UNREACHABLE' },
    ],
  });
  expect((await state()).lastVerifiedBatch).toBeLessThan(batch);
  await stuck.stop();
  const aggregator = await aggregate([validators[0]!.url, validators[2]!.url, dead[0]!]);
  await verifiedUpTo(batch);
  await aggregator.stop();
}, 300_000);

test('behavior: several sequences are verified with one proof, and the figures are served', async () => {
  const first = await closeBatch();
  await sequencedUpTo(first);
  const second = await closeBatch();
  await sequencedUpTo(second);
  expect(second).toBeGreaterThan(first);
  const aggregator = await aggregate(validators.map((v) => v.url));
  await verifiedUpTo(second);
  await waitFor({
    what: 'the aggregator to notice',
    timeoutMs: 60_000,
    check: () => aggregator.status().state === 'idle' || undefined,
  });
  expect(aggregator.status()).toMatchObject({
    proofCount: 1,
    lastVerified: second,
    lastError: null,
  });
  const metrics = await (await fetch(`${aggregator.url}/metrics`)).text();
  expect(metrics).toContain(`bigfile_aggregator_last_verified_batch ${second}\n`);
  expect(metrics).toContain('bigfile_aggregator_proofs_total 1\n');
  const verified = await verifiedBatches();
  expect(verified).toContain(second);
  expect(verified).not.toContain(first);
  await aggregator.stop();
}, 300_000);

test('behavior: a verification that an L1 reorg takes back is made again, with the same proof', async () => {
  const aggregator = await aggregate(validators.map((v) => v.url));
  const batch = await closeBatch();
  await sequencedUpTo(batch);
  const forkBlock = Number(rollup.l1.chain.head().number);
  const settled = async () => {
    await verifiedUpTo(batch);
    return waitFor({
      what: 'the aggregator to be idle, without an error',
      timeoutMs: 60_000,
      check: () => {
        const { state: doing, lastError, lastVerified } = aggregator.status();
        return (doing === 'idle' && !lastError && lastVerified === batch) || undefined;
      },
    });
  };
  await settled();
  const root = await stateRootOf(batch);
  const first = (await verifications()).at(-1);
  const sent = await inputOf(first);
  await rollup.l1.reorg({ forkBlock, drop: 'all' });
  await waitFor({
    what: 'the aggregator to have sent it again',
    timeoutMs: 60_000,
    check: () => aggregator.status().proofCount === 2 || undefined,
  });
  await settled();
  const again = (await verifications()).at(-1);
  expect(again?.args.numBatch).toBe(batch);
  expect(again?.blockHash).not.toBe(first?.blockHash);
  // No two proofs of one statement are alike.
  expect(await inputOf(again)).toBe(sent);
  expect(await stateRootOf(batch)).toBe(root);
  await aggregator.stop();
}, 300_000);

test('error: validators refuse a state root that the data on L1 does not lead to', async () => {
  const batch = await closeBatch();
  await sequencedUpTo(batch);
  const newStateRoot = keccak256(stringToHex('wrong'));
  const offer = {
    initNumBatch: String((await state()).lastVerifiedBatch),
    finalNewBatch: String(batch),
    aggregator: privateKeyToAddress(aggregatorKey),
    newStateRoot,
    newLocalExitRoot: `0x${'00'.repeat(32)}`,
  };
  for (const { url } of validators) {
    const response = await fetch(`${url}/sign`, { method: 'POST', body: JSON.stringify(offer) });
    expect(response.status).toBe(409);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('STACK_STATE_ROOT_MISMATCH');
    expect(error.message).toContain(newStateRoot);
  }
});

test('behavior: services that start again verify no batch twice', async () => {
  const numbers = await verifiedBatches();
  expect(numbers.length).toBeGreaterThanOrEqual(4);
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)));
});
