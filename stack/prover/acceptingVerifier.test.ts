import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterAll, expect, test } from 'vitest';
import { deriveValidatorKey, ensureCircuit } from '#circuits';
import { createLifecycle, waitFor } from '#core';
import { mineTransfers, startTestRollup } from '../l2/testing.ts';
import { withAcceptingVerifier } from '../run/deployL1.ts';
import { readRollupState } from '../services/readRollupState.ts';
import { startAggregator } from '../services/startAggregator.ts';
import { startSequenceSender } from '../services/startSequenceSender.ts';
import { FINAL, silent as logger, proofAnswer, scriptedProver } from './testing.ts';

const lifecycle = createLifecycle();
afterAll(() => lifecycle.stop());

/** The roots that the CDK's mock prover puts into every final proof: text where bytes belong. */
const MOCK_ROOT = Buffer.from(`0x${'09'.repeat(32)}`);

test('behavior: a prover like the mock of the CDK settles where L1 accepts everything', async () => {
  const circuitsCacheDir = join(import.meta.dirname, '../../.bigfile/cache/circuits');
  const { manifest } = await ensureCircuit({ name: 'batch-k-of-3', cacheDir: circuitsCacheDir });
  const [sequencer, aggregatorKey] = [generatePrivateKey(), generatePrivateKey()];
  const funded = [sequencer, aggregatorKey].map((key) => privateKeyToAddress(key));
  const rollup = await startTestRollup({
    ...{ funded, loadArtifact: withAcceptingVerifier },
    params: {
      batchKey: { bytes: manifest.keyBytes, dev: true },
      ...{ trustedSequencer: funded[0]!, trustedAggregator: funded[1]! },
    },
  });
  await lifecycle.start('l1', async () => rollup.l1);
  const batch = { maxAgeMs: 60_000 };
  const node = await lifecycle.start('l2', () =>
    rollup.startNode({ sequencer: { coinbase: funded[0]!, blockTimeMs: 20, batch } }),
  );
  const { contracts } = rollup;
  const common = {
    ...{ l1RpcUrl: rollup.l1.rpcUrl, l2RpcUrl: node.rpcUrl, contracts, rollupId: 1 },
    ...{ pollMs: 50, logger },
  };
  await lifecycle.start('sequence sender', () =>
    startSequenceSender({ ...common, key: sequencer, mintPol: true }),
  );
  const aggregator = await lifecycle.start('aggregator', () =>
    startAggregator({
      ...{ ...common, host: '127.0.0.1', port: 0, key: aggregatorKey, circuitsCacheDir },
      ...{ validators: [], prover: 'official' },
      validatorSet: { epoch: 1n, k: 1, keys: [deriveValidatorKey('0xf1').publicKey] },
      official: { port: 0, witness: 'none', pollMs: 20 },
    }),
  );
  let final = false;
  const mock = scriptedProver(aggregator.status().provers!.address, {
    gen_final_proof_request: () => {
      final = true;
      return { gen_final_proof_response: { id: 'p', result: 'RESULT_OK' } };
    },
    get_proof_request: () => {
      const roots = { new_state_root: MOCK_ROOT, new_local_exit_root: MOCK_ROOT };
      const told = { ...roots, new_acc_input_hash: Buffer.alloc(0), new_batch_num: '0' };
      if (!final) return proofAnswer({ recursive_proof: '88888670604050723159' });
      final = false;
      return proofAnswer({ final_proof: { ...FINAL, public: told } });
    },
  });
  await mineTransfers(node, { nonce: 0, count: 2 });
  const last = await node.closeBatch();
  await waitFor({
    what: 'the batch to be verified',
    timeoutMs: 100_000,
    check: async () => {
      const state = await readRollupState({ client: rollup.client, contracts, rollupId: 1 });
      return state.lastVerifiedBatch >= last || undefined;
    },
  });
  mock.close();
  expect(mock.orders()).toContain('gen_final_proof_request');
});
