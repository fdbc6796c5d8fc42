// SPDX-License-Identifier: GPL-3.0-or-later
import { ProverBackendError, ProverClosedError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';
import type {
  CircuitArtifacts,
  ProofWords,
  ProveResult,
  Prover,
  ProverBackendName,
} from '../types.ts';
import { createBackend } from './createBackend.ts';
import { createWitnessGenerator } from './createWitnessGenerator.ts';
import { acquireCurve, releaseCurve } from './curveEngine.ts';
import { proofToWords, wordsToProof } from './proofWords.ts';

/** How proofs are made. */
export interface ProverOptions {
  /** rapidsnark where its binary is on the PATH, snarkjs otherwise, unless told. */
  backend?: ProverBackendName | undefined;
  /** Worker threads for snarkjs; false unless told, see {@link acquireCurve}. */
  threads?: boolean | undefined;
}

/**
 * Loads a circuit's proving key and witness module once, for any number of proofs. Proofs run in the
 * calling thread, which is busy meanwhile; {@link createProverProcess} leaves it free.
 * @throws ProverBackendMissingError
 */
export async function createProver(
  artifacts: CircuitArtifacts,
  o: ProverOptions = {},
): Promise<Prover> {
  const { name, manifest } = artifacts;
  const witness = await createWitnessGenerator(artifacts);
  const backend = await createBackend({ zkeyPath: artifacts.zkeyPath, name: o.backend });
  const curve = await acquireCurve(o.threads === undefined ? {} : { threads: o.threads });
  const { groth16 } = await import('snarkjs');
  let closed = false;
  const assertOpen = (): void => {
    if (closed) throw new ProverClosedError({ name });
  };

  async function prove(
    inputs: Record<string, unknown>,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<ProveResult> {
    assertOpen();
    signal?.throwIfAborted();
    const start = performance.now();
    const wtns = await witness.file(inputs);
    const witnessMs = performance.now() - start;
    const { proof, publicSignals } = await backend.prove({ witness: wtns, signal });
    const result = { proof: proofToWords(proof), signals: publicSignals.map(BigInt) };
    // A program of somebody else's made it: what does not hold must not look like a proof.
    if (backend.name !== 'snarkjs' && !(await verify(result))) {
      throw new ProverBackendError({ backend: backend.name, details: 'its proof does not verify' });
    }
    return { ...result, snarkjsProof: proof, ms: performance.now() - start, witnessMs };
  }

  async function verify(o: { proof: ProofWords; signals: readonly bigint[] }): Promise<boolean> {
    assertOpen();
    const below = (limit: bigint) => (value: bigint) => value >= 0n && value < limit;
    const canonical = o.proof.every(below(curve.q)) && o.signals.every(below(SCALAR_ORDER));
    if (!canonical || o.proof.length !== 8) return false;
    if (o.signals.length !== manifest.publicSignals.length) return false;
    return groth16.verify(manifest.vkey, [...o.signals], wordsToProof(o.proof));
  }

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    await releaseCurve();
  }

  return { prove, verify, close };
}
