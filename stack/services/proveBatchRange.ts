import { type Hex, numberToHex, zeroHash } from 'viem';
import { batchCircuitInputs, type Prover, type ValidatorSet } from '#circuits';
import type { SignatureSlots } from './collectSignatures.ts';
import { ProofInvalidError } from './errors.ts';
import type { BatchStatement } from './readBatchStatement.ts';

/** A batch proof as `verifyBatchesTrustedAggregator` takes it: 8 words of Groth16, then zeros. */
export type ProofCalldata = readonly Hex[] & { readonly length: 24 };

/** One proof and what it cost. */
export interface BatchProof {
  proof: ProofCalldata;
  /** Wall time of witness and proof, milliseconds. */
  ms: number;
}

/**
 * Proves that k validators of the set signed the statement, and checks the proof.
 * @param o.signatures slot i for key i
 * @throws TooFewSignaturesError, WitnessError when a signature is not one for this statement
 * @throws ProofInvalidError
 */
export async function proveBatchRange(o: {
  prover: Prover;
  set: ValidatorSet;
  domain: bigint;
  statement: Pick<BatchStatement, 'inputSnark' | 'finalNewBatch'>;
  signatures: SignatureSlots;
}): Promise<BatchProof> {
  const { prover, set, domain, signatures } = o;
  const { inputSnark, finalNewBatch: batch } = o.statement;
  const inputs = batchCircuitInputs({ set, domain, inputSnark, signatures });
  const { proof, signals, ms } = await prover.prove(inputs);
  if (!(await prover.verify({ proof, signals }))) throw new ProofInvalidError({ batch });
  return { proof: proofCalldata(proof), ms };
}

/** Pads the words of a proof to the 24 that the manager passes on. */
export function proofCalldata(words: readonly bigint[]): ProofCalldata {
  const padded = Array.from({ length: 24 }, (_, i) =>
    words[i] === undefined ? zeroHash : numberToHex(words[i], { size: 32 }),
  );
  return padded as Hex[] & { length: 24 };
}
