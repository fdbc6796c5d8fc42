import type { Address } from 'viem';
import type { BatchPublicInputs, FinalProofMessage } from './protocol.ts';

/** Who makes the proofs that a prover is asked for. */
export interface ProofWork {
  /** Fork id of the rollup that it proves for. */
  forkId(): Promise<bigint>;
  /**
   * The recursive proof of one batch.
   * @throws ProofOrderError
   */
  batch(inputs: BatchPublicInputs): string;
  /**
   * One recursive proof over two that follow each other.
   * @throws ProofOrderError
   */
  aggregate(first: string, second: string): string;
  /**
   * The proof for L1.
   * @throws ProofOrderError and whatever keeps it from being made
   */
  final(o: {
    recursiveProof: string;
    aggregator: Address;
    signal: AbortSignal;
  }): Promise<FinalProofMessage>;
  close(): Promise<void>;
}
