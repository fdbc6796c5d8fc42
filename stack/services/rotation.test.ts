import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BaseError,
  ContractFunctionRevertedError,
  createWalletClient,
  defineChain,
  getAbiItem,
  type Hex,
  http,
  keccak256,
  stringToHex,
} from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProver, deriveValidatorKey, ensureCircuit, validatorSetRoot } from '#circuits';
import { batchVerifierAbi, rollupManagerAbi } from '#contracts';
import { createLifecycle, createLogger, waitFor } from '#core';
import type { L2Node } from '../l2/index.ts';
import { mineTransfers, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { collectSignatures } from './collectSignatures.ts';
import { openProofQueue } from './openProofQueue.ts';
import { type ProofCalldata, proveBatchRange } from './proveBatchRange.ts';
import { type BatchStatement, readBatchStatement } from './readBatchStatement.ts';
import { readBatchVerifier } from './readBatchVerifier.ts';
import { createL2BatchReader } from './readL2Batch.ts';
import { readRollupState } from './readRollupState.ts';
import { executeRotation, scheduleRotation } from './rotateValidators.ts';
import { startAggregator } from './startAggregator.ts';
import { startSequenceSender } from './startSequenceSender.ts';
import { startValidator, type Validator } from './startValidator.ts';
import { settlementParams } from './testing.ts';

const TIMEOUT = 600_000;
const host = '127.0.0.1';
const port = 0;
const setOf = (epoch: bigint, seeds: readonly Hex[]) => ({
  ...{ epoch, k: 2 },
  keys: seeds.map((seed) => deriveValidatorKey(seed).publicKey),
});
const seeds = ['0xc1', '0xc2', '0xc3', '0xc4', '0xc5'] as const;
const present = setOf(1n, seeds.slice(0, 3));
/** One of the old validators stays, two are new: the old two alone can sign nothing any more. */
const next = setOf(2n, seeds.slice(2));
const sequencer = generatePrivateKey();
const aggregatorKeys = [generatePrivateKey(), generatePrivateKey()] as const;
const circuitsCacheDir = join(import.meta.dirname, '../../.bigfile/cache/circuits');
const dataDir = mkdtempSync(join(tmpdir(), 'rotation-'));
const lifecycle = createLifecycle();
const logger = createLogger('test');
logger.level = 'silent';

let rollup: TestRollup;
let node: L2Node;
let validators: Validator[];
let nonce = 0;

const l1 = () => ({ client: rollup.client, contracts: rollup.contracts, rollupId: 1 });
const state = () => readRollupState(l1());
const urls = () => validators.map(({ url }) => url);
const admin = () => ({
  publicClient: rollup.client,
  walletClient: createWalletClient({
    account: rollup.account,
    chain: defineChain({
      ...{ id: 1337, name: 'L1', rpcUrls: { default: { http: [] } } },
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    }),
    transport: http(rollup.l1.rpcUrl),
  }),
});

beforeAll(async () => {
  const { manifest } = await ensureCircuit({ name: 'batch-k-of-3', cacheDir: circuitsCacheDir });
  const [sender, first, second] = [sequencer, ...aggregatorKeys].map((k) => privateKeyToAddress(k));
  rollup = await startTestRollup({
    realVerifiers: true,
    funded: [sender!, first!, second!],
    params: settlementParams({ sequencer: sender!, aggregator: first!, set: present, manifest }),
  });
  await lifecycle.start('l1', async () => rollup.l1);
  node = await lifecycle.start('l2', () =>
    rollup.startNode({
      sequencer: { coinbase: sender!, blockTimeMs: 20, batch: { maxAgeMs: 600_000 } },
    }),
  );
  const { l1RpcUrl, contracts, genesis } = rollup.options;
  const common = { host, port, l1RpcUrl, contracts, rollupId: 1, genesis, pollMs: 50, logger };
  validators = await Promise.all(
    seeds.map((validatorSeed) => startValidator({ ...common, validatorSeed })),
  );
  for (const validator of validators) await lifecycle.start('validator', async () => validator);
  await lifecycle.start('sequence sender', () =>
    startSequenceSender({ ...common, l2RpcUrl: node.rpcUrl, key: sequencer, mintPol: true }),
  );
}, TIMEOUT);

afterAll(async () => {
  await lifecycle.stop();
  rmSync(dataDir, { recursive: true });
});

/** Batches that L1 has and nobody has verified, each of a sequence of its own. */
async function sequencedBatches(count: number): Promise<bigint> {
  let last = 0n;
  for (let i = 0; i < count; i++) {
    await mineTransfers(node, { nonce, count: 2 });
    nonce += 2;
    last = await node.closeBatch();
    await waitFor({
      what: `batch ${last} to be sequenced`,
      timeoutMs: 120_000,
      check: async () => (await state()).lastBatchSequenced >= last || undefined,
    });
  }
  return last;
}

/** What an aggregator has in hand just before it sends: statement, key of the queue, proof. */
async function inFlight(aggregatorKey: Hex, finalNewBatch: bigint) {
  const { manifest, ...circuit } = await ensureCircuit({
    name: 'batch-k-of-3',
    cacheDir: circuitsCacheDir,
  });
  const batch = (await createL2BatchReader(node.rpcUrl)(finalNewBatch))!;
  const statement = await readBatchStatement({
    ...l1(),
    offer: {
      ...{ initNumBatch: (await state()).lastVerifiedBatch, finalNewBatch },
      ...{ newStateRoot: batch.stateRoot, newLocalExitRoot: batch.localExitRoot },
      aggregator: privateKeyToAddress(aggregatorKey),
    },
  });
  const { domain, root, epoch } = await readBatchVerifier({ ...l1(), ...rollup.contracts });
  const set = epoch === 1n ? present : next;
  const asked = { validators: urls(), set, domain, statement, timeoutMs: 120_000 };
  const signatures = await collectSignatures(asked);
  const prover = await createProver({ ...circuit, manifest });
  const { proof } = await proveBatchRange({ prover, set, domain, statement, signatures });
  const key = { inputSnark: statement.inputSnark, domain, root, keyHash: manifest.keyHash };
  return { statement, proof, key, prover };
}

/** Name of the manager's error, or `accepted`. */
async function offer(o: { statement: BatchStatement; proof: ProofCalldata; by: Hex }) {
  const { initNumBatch, finalNewBatch, newLocalExitRoot, newStateRoot } = o.statement;
  const account = privateKeyToAddress(o.by);
  return rollup.client
    .simulateContract({
      address: rollup.contracts.rollupManager,
      abi: rollupManagerAbi,
      functionName: 'verifyBatchesTrustedAggregator',
      args: [
        ...([1, 0n, initNumBatch, finalNewBatch, newLocalExitRoot, newStateRoot] as const),
        ...([account, o.proof as never] as const),
      ],
      account,
    })
    .then(
      () => 'accepted',
      (error: BaseError) => {
        const reverted = error.walk((e) => e instanceof ContractFunctionRevertedError);
        return (reverted as ContractFunctionRevertedError).data?.errorName;
      },
    );
}

async function aggregateUntilVerified(o: { key: Hex; batch: bigint }): Promise<void> {
  const aggregator = await startAggregator({
    ...{ host, port, l1RpcUrl: rollup.l1.rpcUrl, l2RpcUrl: node.rpcUrl, dataDir },
    ...{ contracts: rollup.contracts, rollupId: 1, validators: urls(), circuitsCacheDir, logger },
    ...{ key: o.key, validatorSet: present, nextValidatorSets: [next], pollMs: 50 },
  });
  try {
    await waitFor({
      what: `batch ${o.batch} to be verified (${JSON.stringify(aggregator.status().lastError)})`,
      timeoutMs: 240_000,
      check: async () => (await state()).lastVerifiedBatch >= o.batch || undefined,
    });
  } finally {
    await aggregator.stop();
  }
}

test('a rotation through the timelock: the range in flight is signed again by the new set', {
  timeout: TIMEOUT,
}, async () => {
  const batch = await sequencedBatches(2);
  const { statement, proof, key, prover } = await inFlight(aggregatorKeys[0], batch);
  expect(statement.finalNewBatch - statement.initNumBatch).toBeGreaterThanOrEqual(2n);
  expect(await offer({ statement, proof, by: aggregatorKeys[0] })).toBe('accepted');
  // The proof lies in the queue of an aggregator that was killed before it sent it.
  const queue = openProofQueue({
    path: join(dataDir, 'proofs.sqlite'),
    prover: {
      ...prover,
      prove: async () => ({
        proof: proof.slice(0, 8).map(BigInt) as never,
        ...{ signals: [], snarkjsProof: null, ms: 1, witnessMs: 1 },
      }),
      verify: async () => true,
    },
  });
  await queue.prove({ key, batch, inputs: {} });
  await queue.close();

  const { batchVerifier } = rollup.contracts;
  const direct = rollup.client.simulateContract({
    address: batchVerifier,
    abi: batchVerifierAbi,
    functionName: 'rotate',
    args: [{ epoch: 2n, root: validatorSetRoot(next), k: 2, n: 3 }],
    account: rollup.account.address,
  });
  await expect(direct).rejects.toThrow(/OwnableUnauthorizedAccount/);
  const rotation = await scheduleRotation({ ...admin(), batchVerifier, next });
  expect((await readBatchVerifier({ ...l1(), batchVerifier })).epoch).toBe(1n);
  await executeRotation({ ...admin(), rotation });
  expect(await readBatchVerifier({ ...l1(), batchVerifier })).toMatchObject({
    ...{ epoch: 2n, root: validatorSetRoot(next), k: 2, n: 3 },
  });

  expect(await offer({ statement, proof, by: aggregatorKeys[0] })).toBe('InvalidProof');
  await aggregateUntilVerified({ key: aggregatorKeys[0], batch });
  const logs = await rollup.client.getLogs({
    address: rollup.contracts.rollupManager,
    event: getAbiItem({ abi: rollupManagerAbi, name: 'VerifyBatchesTrustedAggregator' }),
    ...{ fromBlock: 0n, strict: true },
  });
  // Several batches, one proof.
  expect(logs.map(({ args }) => args.numBatch)).toEqual([batch]);
});

test('another aggregator: what was signed for the old one is signed again for it', {
  timeout: TIMEOUT,
}, async () => {
  const [before, after] = aggregatorKeys;
  const batch = await sequencedBatches(1);
  const { statement, proof, prover } = await inFlight(before, batch);
  await prover.close();
  const role = keccak256(stringToHex('TRUSTED_AGGREGATOR_ROLE'));
  const manager = { address: rollup.contracts.rollupManager, abi: rollupManagerAbi } as const;
  const { publicClient, walletClient } = admin();
  for (const [functionName, key] of [
    ['grantRole', after],
    ['revokeRole', before],
  ] as const) {
    const args = [role, privateKeyToAddress(key)] as const;
    const hash = await walletClient.writeContract({ ...manager, functionName, args });
    expect((await publicClient.waitForTransactionReceipt({ hash })).status).toBe('success');
  }
  expect(await offer({ statement, proof, by: before })).toBe('AddressDoNotHaveRequiredRole');
  expect(await offer({ statement, proof, by: after })).toBe('InvalidProof');
  await aggregateUntilVerified({ key: after, batch });
});
