import { join } from 'node:path';
import { createWalletClient, type Hex, http, keccak256, parseEther, publicActions } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { depositBig, l1InfoLeafHash, rootFromProof } from '#bridge';
import { deriveValidatorKey, ensureCircuit, validatorSetRoot } from '#circuits';
import { createLifecycle, waitFor } from '#core';
import { accInputHash } from '../batch/index.ts';
import type { L2Node } from '../l2/index.ts';
import { mineTransfers, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { createL2BatchReader } from '../services/readL2Batch.ts';
import { readRollupState } from '../services/readRollupState.ts';
import {
  type AggregatorOptions,
  type AggregatorService,
  startAggregator,
} from '../services/startAggregator.ts';
import { startSequenceSender } from '../services/startSequenceSender.ts';
import { startValidator, type Validator } from '../services/startValidator.ts';
import type { LeafData, StatelessPublicInputs } from './protocol.ts';
import { type ProverService, startProver } from './startProver.ts';
import { FINAL, silent as logger, proofAnswer, scriptedProver } from './testing.ts';

const [host, port, pollMs] = ['127.0.0.1', 0, 50];
const seeds = ['0xe1', '0xe2', '0xe3'] as const;
const validatorSet = {
  ...{ epoch: 1n, k: 2 },
  keys: seeds.map((seed) => deriveValidatorKey(seed).publicKey),
};
const [sequencer, aggregatorKey] = [generatePrivateKey(), generatePrivateKey()];
const circuitsCacheDir = join(import.meta.dirname, '../../.bigfile/cache/circuits');
const lifecycle = createLifecycle();

let rollup: TestRollup;
let node: L2Node;
let validators: Validator[];
let nonce = 0;

const state = () =>
  readRollupState({ client: rollup.client, contracts: rollup.contracts, rollupId: 1 });
const common = () => ({
  ...{ host, port, l1RpcUrl: rollup.l1.rpcUrl, l2RpcUrl: node.rpcUrl, logger },
  ...{ contracts: rollup.contracts, rollupId: 1, circuitsCacheDir, validatorSet },
  validators: validators.map(({ url }) => url),
});
const aggregate = (official: Partial<AggregatorOptions['official']> = {}) =>
  startAggregator({
    ...{ ...common(), key: aggregatorKey, pollMs, prover: 'official' },
    official: { port: 0, witness: 'none', pollMs: 20, ...official },
  });
const addressOf = (aggregator: AggregatorService) => aggregator.status().provers!.address;
const prove = (aggregator: AggregatorService): Promise<ProverService> =>
  startProver({ ...common(), aggregator: addressOf(aggregator), retryMs: 20 });
const until = <T>(what: string, check: () => Promise<T | undefined> | T | undefined) =>
  waitFor({ what, timeoutMs: 180_000, check });
const failureOf = (aggregator: AggregatorService) =>
  until('the aggregator to give its reason', () => aggregator.status().lastError ?? undefined);

/** Some transactions in a batch that is sequenced. */
async function closeBatch(): Promise<bigint> {
  await mineTransfers(node, { nonce, count: 2 });
  nonce += 2;
  const batch = await node.closeBatch();
  await until(`batch ${batch} to be sequenced`, async () => {
    return (await state()).lastBatchSequenced >= batch || undefined;
  });
  return batch;
}

beforeAll(async () => {
  const { manifest } = await ensureCircuit({ name: 'batch-k-of-3', cacheDir: circuitsCacheDir });
  const [trustedSequencer, trustedAggregator] = [sequencer, aggregatorKey].map((key) =>
    privateKeyToAddress(key),
  ) as [Hex, Hex];
  rollup = await startTestRollup({
    realVerifiers: true,
    funded: [trustedSequencer, trustedAggregator],
    params: {
      ...{ trustedSequencer, trustedAggregator },
      batchKey: { bytes: manifest.keyBytes, dev: true },
      validators: { epoch: 1n, k: 2, n: 3, root: validatorSetRoot(validatorSet) },
    },
  });
  await lifecycle.start('l1', async () => rollup.l1);
  const batch = { maxAgeMs: 60_000 };
  node = await lifecycle.start('l2', () =>
    rollup.startNode({ sequencer: { coinbase: trustedSequencer, blockTimeMs: 20, batch } }),
  );
  const { l1RpcUrl, contracts, genesis } = rollup.options;
  const shared = { host, port, l1RpcUrl, contracts, rollupId: 1, genesis, pollMs, logger };
  validators = await Promise.all(
    seeds.map((validatorSeed) => startValidator({ ...shared, validatorSeed })),
  );
  for (const validator of validators) await lifecycle.start('validator', async () => validator);
  await lifecycle.start('sequence sender', () =>
    startSequenceSender({ ...shared, l2RpcUrl: node.rpcUrl, key: sequencer, mintPol: true }),
  );
}, 300_000);
afterAll(() => lifecycle.stop());

test('error: this L2 makes no witnesses, and a prover that needs them is not asked in vain', async () => {
  await closeBatch();
  const aggregator = await aggregate({ witness: 'required' });
  const prover = scriptedProver(addressOf(aggregator));
  const { code, message } = await failureOf(aggregator);
  expect(code).toBe('PROVER_WITNESS_UNAVAILABLE');
  expect(message).toContain('Merkle-Patricia trie and makes no witnesses');
  expect(prover.orders()).toEqual([]);
  expect(aggregator.status().provers).toMatchObject({
    witness: 'required',
    connected: [{ name: 'scripted' }],
  });
  prover.close();
  await aggregator.stop();
});

test('behavior: the inputs of each batch are those that L1 has; a false proof is not sent', async () => {
  const { contracts, account, l1 } = rollup;
  const wallet = createWalletClient({ account, transport: http(l1.rpcUrl) }).extend(publicActions);
  const deposit = { bridge: contracts.bridge, big: contracts.big, rollupId: 1 };
  const amount = parseEther('1');
  const hash = await depositBig(wallet, { ...deposit, amount, to: account.address });
  await wallet.waitForTransactionReceipt({ hash });
  await closeBatch();
  const last = await closeBatch();

  const aggregator = await aggregate();
  const seen: StatelessPublicInputs[] = [];
  let final = false;
  const prover = scriptedProver(addressOf(aggregator), {
    gen_stateless_batch_proof_request: (m) => {
      final = false;
      seen.push(m.gen_stateless_batch_proof_request!.input!.public_inputs!);
      return { gen_batch_proof_response: { id: 'p', result: 'RESULT_OK' } };
    },
    gen_final_proof_request: () => {
      final = true;
      return { gen_final_proof_response: { id: 'p', result: 'RESULT_OK' } };
    },
    get_proof_request: () => proofAnswer(final ? { final_proof: FINAL } : { recursive_proof: '1' }),
  });
  const { code } = await failureOf(aggregator);
  expect(code).toBe('STACK_TRANSACTION_FAILED');
  prover.close();
  await aggregator.stop();
  expect((await state()).lastVerifiedBatch).toBe(0n);
  expect(aggregator.status().l1.sent).toBe(0);

  seen.sort((a, b) => Number(a.old_batch_num) - Number(b.old_batch_num));
  expect(seen.map((inputs) => BigInt(inputs.old_batch_num) + 1n)).toEqual(
    Array.from({ length: Number(last) }, (_, i) => BigInt(i + 1)),
  );
  const acc = await rollup.client.readContract({
    address: contracts.rollup,
    abi: [
      {
        ...{ type: 'function', name: 'lastAccInputHash', stateMutability: 'view', inputs: [] },
        outputs: [{ type: 'bytes32' }],
      },
    ] as const,
    functionName: 'lastAccInputHash',
  });
  expect(seen.reduce(link, `0x${'00'.repeat(32)}`)).toBe(acc);
  const leaves = seen.flatMap(({ l1_info_tree_data: data, l1_info_root: root }) =>
    Object.entries(data).map(([index, leaf]) => ({ index: Number(index), leaf, root: hex(root) })),
  );
  expect(leaves.length).toBeGreaterThan(0);
  for (const { index, leaf, root } of leaves) expect(rootOf(index, leaf)).toBe(root);
  const readBatch = createL2BatchReader(node.rpcUrl);
  for (const { old_batch_num, batch_l2_data: data, witness } of seen.slice(1)) {
    const batch = await readBatch(BigInt(old_batch_num) + 1n);
    expect(keccak256(data)).toBe(keccak256(batch!.batchL2Data));
    expect(witness).toHaveLength(0);
  }
});

test('behavior: our prover dials in, and what it makes is verified on L1', async () => {
  const aggregator = await aggregate();
  const prover = await prove(aggregator);
  const last = (await state()).lastBatchSequenced;
  await until('the batches to be verified', async () => {
    return (await state()).lastVerifiedBatch >= last || undefined;
  });
  await until('the aggregator to notice', () => aggregator.status().state === 'idle' || undefined);
  expect(aggregator.status()).toMatchObject({
    ...{ lastVerified: last, lastError: null, proofCount: 1 },
    provers: { connected: [{ name: 'bigfile', version: 'bigfile-devkit', busy: null }] },
  });
  const status = await (await fetch(`${prover.url}/status`)).json();
  expect(status).toMatchObject({ aggregator: addressOf(aggregator), computing: false });
  const metrics = await (await fetch(`${aggregator.url}/metrics`)).text();
  expect(metrics).toContain('bigfile_aggregator_provers_connected 1\n');
  await prover.stop();
  await aggregator.stop();
});

test('behavior: a prover that dies in the final proof is replaced by the next one', async () => {
  const batch = await closeBatch();
  const aggregator = await aggregate();
  const dying = await prove(aggregator);
  await until('the final proof to be ordered', () => {
    const [connected] = aggregator.status().provers!.connected;
    return connected?.busy?.startsWith('final proof') || undefined;
  });
  await dying.stop();
  const second = await prove(aggregator);
  await until('the batch to be verified', async () => {
    return (await state()).lastVerifiedBatch >= batch || undefined;
  });
  await second.stop();
  await aggregator.stop();
});

const hex = (bytes: Buffer): Hex => `0x${bytes.toString('hex')}`;

function link(previous: Hex, inputs: StatelessPublicInputs): Hex {
  expect(hex(inputs.old_acc_input_hash)).toBe(previous);
  return accInputHash({
    previous,
    transactions: hex(inputs.batch_l2_data),
    l1InfoRoot: hex(inputs.l1_info_root),
    timestamp: BigInt(inputs.timestamp_limit),
    coinbase: inputs.sequencer_addr as Hex,
    forcedBlockHash: hex(inputs.forced_blockhash_l1),
  });
}

function rootOf(index: number, leaf: LeafData): Hex {
  const hash = l1InfoLeafHash({
    globalExitRoot: hex(leaf.global_exit_root),
    blockHash: hex(leaf.blockhash_l1),
    timestamp: BigInt(leaf.min_timestamp),
  });
  return rootFromProof({ leaf: hash, index, proof: leaf.smt_proof.map(hex) });
}
