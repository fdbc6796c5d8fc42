import { join } from 'node:path';
import {
  batchCircuitName,
  createProverProcess,
  ensureCircuit,
  type Prover,
  type ValidatorSet,
} from '#circuits';
import {
  createSignedRangeProver,
  type SignedRangeProverOptions,
} from './createSignedRangeProver.ts';
import { openProofQueue, type ProofQueue } from './openProofQueue.ts';
import type { RangeProver } from './RangeProver.ts';

export interface SignedProverOptions
  extends Pick<
    SignedRangeProverOptions,
    'client' | 'batchVerifier' | 'validators' | 'signTimeoutMs'
  > {
  /** Keys and threshold; must be the set that the verifier on L1 is at. */
  validatorSet: ValidatorSet;
  /** Sets that may follow. */
  nextValidatorSets?: readonly ValidatorSet[];
  circuitsCacheDir: string;
  /** Folder of the queue of proofs; in memory when absent. */
  dataDir?: string;
  /** In the place of Groth16 in a process of its own. */
  prover?: Prover;
}

/**
 * Our batch proof: the validators' signatures, and Groth16 over them out of a queue that survives restarts.
 * @returns the prover, and its queue, with which a proof in the making can be dropped
 */
export async function openSignedProver(
  o: SignedProverOptions,
): Promise<{ prover: RangeProver; queue: ProofQueue }> {
  const name = batchCircuitName(o.validatorSet.keys.length);
  const circuit = await ensureCircuit({ name, cacheDir: o.circuitsCacheDir });
  const queue = openProofQueue({
    path: o.dataDir && join(o.dataDir, 'proofs.sqlite'),
    prover: o.prover ?? createProverProcess(circuit),
  });
  const prover = createSignedRangeProver({
    ...{ client: o.client, batchVerifier: o.batchVerifier, validators: o.validators, queue },
    ...(o.signTimeoutMs === undefined ? {} : { signTimeoutMs: o.signTimeoutMs }),
    validatorSets: [o.validatorSet, ...(o.nextValidatorSets ?? [])],
    keyHash: circuit.manifest.keyHash,
  });
  return { prover, queue };
}
