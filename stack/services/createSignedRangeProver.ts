import type { Address, Hex } from 'viem';
import { batchCircuitInputs, type ValidatorSet, validatorSetRoot } from '#circuits';
import { batchVerifierAbi, groth16VerifierAbi } from '#contracts';
import { collectSignatures } from './collectSignatures.ts';
import { ProvingKeyMismatchError, ValidatorSetMismatchError } from './errors.ts';
import type { ProofKey, ProofQueue } from './openProofQueue.ts';
import type { RangeProver } from './RangeProver.ts';
import { type BatchVerifierState, readBatchVerifier } from './readBatchVerifier.ts';
import type { ContractReader } from './readRollupState.ts';

export interface SignedRangeProverOptions {
  /** Of the L1. */
  client: ContractReader;
  batchVerifier: Address;
  /** URLs of the validators. */
  validators: readonly string[];
  /** The present set, and those that may follow it. */
  validatorSets: readonly ValidatorSet[];
  /** Milliseconds that a validator may take to sign; 30,000 unless told. */
  signTimeoutMs?: number;
  /** keccak256 of the verification key that belongs to the prover. */
  keyHash: Hex;
  queue: ProofQueue;
}

/**
 * Proves that k validators of the set that L1 is at have signed. A proof that was made, or ordered, for
 * anything else, an earlier epoch or another range, is dropped: its range is signed again.
 */
export function createSignedRangeProver(o: SignedRangeProverOptions): RangeProver {
  const { queue } = o;
  return {
    waiting: () => queue.waiting(),
    close: () => queue.close(),
    async prove(statement, { onState }) {
      const { domain, root, set } = await checkedVerifier(o);
      const { inputSnark, finalNewBatch: batch } = statement;
      const key: ProofKey = { inputSnark, domain, root, keyHash: o.keyHash };
      queue.keepOnly(key);
      onState('proving');
      const known = queue.find(key);
      if (known) return known;
      onState('collecting');
      const signatures = await collectSignatures({
        ...{ validators: o.validators, set, domain, statement },
        ...(o.signTimeoutMs === undefined ? {} : { timeoutMs: o.signTimeoutMs }),
      });
      const inputs = batchCircuitInputs({ set, domain, inputSnark, signatures });
      onState('proving');
      return queue.prove({ key, batch, inputs });
    },
  };
}

/** @throws ValidatorSetMismatchError, ProvingKeyMismatchError before anybody works in vain */
async function checkedVerifier(
  o: SignedRangeProverOptions,
): Promise<BatchVerifierState & { set: ValidatorSet }> {
  const { client, batchVerifier, validatorSets } = o;
  const onL1 = await readBatchVerifier({ client, batchVerifier });
  const local = validatorSets.map((set) => ({ epoch: set.epoch, root: validatorSetRoot(set) }));
  const set = validatorSets[local.findIndex(({ root }) => root === onL1.root)];
  if (!set) throw new ValidatorSetMismatchError({ onL1, local });
  const groth16 = await client.readContract({
    address: batchVerifier,
    abi: batchVerifierAbi,
    functionName: 'groth16',
  });
  const keyHash = await client.readContract({
    address: groth16,
    abi: groth16VerifierAbi,
    functionName: 'keyHash',
  });
  if (keyHash === o.keyHash) return { ...onL1, set };
  throw new ProvingKeyMismatchError({ onL1: keyHash, local: o.keyHash });
}
