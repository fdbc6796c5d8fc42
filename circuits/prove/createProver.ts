// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile } from 'node:fs/promises';
import { ProverClosedError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';
import type { CircuitArtifacts, ProofWords, ProveResult, Prover } from '../types.ts';
import { createWitnessGenerator } from './createWitnessGenerator.ts';
import { acquireCurve, releaseCurve } from './curveEngine.ts';
import { proofToWords, wordsToProof } from './proofWords.ts';

/**
 * Loads a circuit's proving key and witness module once, for any number of proofs. Proofs run in the
 * calling thread, which is busy meanwhile.
 */
export async function createProver(artifacts: CircuitArtifacts): Promise<Prover> {
  const { name, manifest } = artifacts;
  const witness = await createWitnessGenerator(artifacts);
  const zkey = { type: 'mem', data: await readFile(artifacts.zkeyPath) } as const;
  const curve = await acquireCurve();
  // Loaded on demand: most users of this module only hash and sign.
  const { groth16 } = await import('snarkjs');
  let closed = false;
  const assertOpen = (): void => {
    if (closed) throw new ProverClosedError({ name });
  };

  async function prove(inputs: Record<string, unknown>): Promise<ProveResult> {
    assertOpen();
    const start = performance.now();
    const wtns = { type: 'mem', data: await witness.file(inputs) } as const;
    const { proof, publicSignals } = await groth16.prove(zkey, wtns);
    return {
      proof: proofToWords(proof),
      signals: publicSignals.map(BigInt),
      snarkjsProof: proof,
      ms: performance.now() - start,
    };
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
