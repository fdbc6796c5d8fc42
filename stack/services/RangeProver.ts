import type { BatchProof } from './proveBatchRange.ts';
import type { BatchStatement } from './readBatchStatement.ts';

/** What a prover is at, in the words of the aggregator's status. */
export type ProvingState = 'collecting' | 'proving';

/** What a prover that is connected says of itself. */
export interface ConnectedProver {
  name: string;
  /** Changes when the prover starts again. */
  id: string;
  version: string;
  address: string;
  /** What the aggregator waits for from it; null while it is idle. */
  busy: string | null;
  /** Seconds since 1970. */
  connectedAt: number;
}

/** Where provers of others connect, and who has. */
export interface ProverDoor {
  /** `host:port`, plaintext gRPC. */
  address: string;
  /** Whether batches are sent with their witness; a prover that executes them cannot do without. */
  witness: 'required' | 'none';
  connected: ConnectedProver[];
}

/** Whoever turns a range of batches into the proof that L1 checks. */
export interface RangeProver {
  /**
   * The proof of a statement, in the form that the verifier on L1 takes. Asked for again, after a failure or
   * a restart, it uses what was made before where it can.
   * @param o.onState told what it is at
   */
  prove(
    statement: BatchStatement,
    o: { signal: AbortSignal; onState: (state: ProvingState) => void },
  ): Promise<BatchProof>;
  /** Proofs that were ordered and are not made yet. */
  waiting(): number;
  /** Only of a prover that others connect to. */
  door?(): ProverDoor;
  /** Ends the proof in the making. */
  close(): Promise<void>;
}
