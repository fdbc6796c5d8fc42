// SPDX-License-Identifier: GPL-3.0-or-later
import type { SnarkjsProof } from 'snarkjs';
import type { ProofWords } from '../types.ts';

/** snarkjs' JSON of a proof in the word order of the verifier contract; see {@link ProofWords}. */
export function proofToWords(proof: SnarkjsProof): ProofWords {
  const [a, b, c] = [proof.pi_a, proof.pi_b, proof.pi_c];
  const words = [a[0], a[1], b[0]![1], b[0]![0], b[1]![1], b[1]![0], c[0], c[1]];
  return words.map((word) => BigInt(word!)) as unknown as ProofWords;
}

/** The inverse of {@link proofToWords}. */
export function wordsToProof(words: ProofWords): SnarkjsProof {
  const [ax, ay, bx1, bx0, by1, by0, cx, cy] = words.map(String) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    pi_a: [ax, ay, '1'],
    pi_b: [
      [bx0, bx1],
      [by0, by1],
      ['1', '0'],
    ],
    pi_c: [cx, cy, '1'],
    protocol: 'groth16',
    curve: 'bn128',
  };
}
