import { type Hex, isHex, numberToHex } from 'viem';
import type { ProofCalldata } from '../services/proveBatchRange.ts';
import type { BatchStatement } from '../services/readBatchStatement.ts';
import { differs, ProofContentError } from './errors.ts';
import type { FinalProofMessage } from './protocol.ts';

/** Where zkevm-prover has the results of a batch among the publics of its proof, each 8 words of 32 bits. */
const STATE_ROOT_AT = 19;
const ACC_INPUT_HASH_AT = 27;
const WORDS = 24;

/**
 * Compares what a proof of zkevm-prover says of itself with what was ordered. A proof without `publics`,
 * such as one of the mock or of ours, says nothing.
 * @throws ProofContentError
 */
export function checkRecursiveProof(o: {
  prover: string;
  what: string;
  proof: string;
  newAccInputHash: Hex;
  /** Undefined where it is not known. */
  newStateRoot?: Hex;
}): void {
  const publics = publicsOf(o.proof);
  if (!publics) return;
  const { prover, what } = o;
  const found = {
    stateRoot: wordsToHex(publics.slice(STATE_ROOT_AT, STATE_ROOT_AT + 8)),
    accInputHash: wordsToHex(publics.slice(ACC_INPUT_HASH_AT, ACC_INPUT_HASH_AT + 8)),
  };
  const expected = { stateRoot: o.newStateRoot, accInputHash: o.newAccInputHash };
  for (const name of ['stateRoot', 'accInputHash'] as const) {
    const wanted = expected[name];
    if (wanted === undefined || found[name] === wanted) continue;
    const reason = differs({ what: name, found: found[name], expected: wanted });
    throw new ProofContentError({ prover, what, reason });
  }
}

/**
 * The 24 words of a final proof. Its publics, where they are 32 bytes each (the mock's are text), have to be
 * those of the statement.
 * @throws ProofContentError
 */
export function readFinalProof(o: {
  prover: string;
  what: string;
  final: FinalProofMessage | undefined;
  statement: BatchStatement;
}): ProofCalldata {
  const { prover, what, final, statement } = o;
  const refuse = (reason: string) => new ProofContentError({ prover, what, reason });
  if (!final) throw refuse('it is no final proof');
  const { proof } = final;
  const digits = 2 + WORDS * 64;
  if (!isHex(proof) || proof.length !== digits) {
    throw refuse(`it has ${proof.length} characters, not 0x and ${digits - 2} hex digits`);
  }
  const claims = [
    ['state root', final.public?.new_state_root, statement.newStateRoot],
    ['hash of inputs', final.public?.new_acc_input_hash, statement.newAccInputHash],
    ['local exit root', final.public?.new_local_exit_root, statement.newLocalExitRoot],
  ] as const;
  for (const [name, claimed, expected] of claims) {
    if (claimed?.length !== 32) continue;
    const found: Hex = `0x${claimed.toString('hex')}`;
    if (found !== expected.toLowerCase()) throw refuse(differs({ what: name, found, expected }));
  }
  const words = Array.from({ length: WORDS }, (_, i): Hex => {
    return `0x${proof.slice(2 + i * 64, 2 + (i + 1) * 64)}`;
  });
  return words as Hex[] & { length: 24 };
}

function publicsOf(proof: string): bigint[] | undefined {
  if (!proof.includes('"publics"')) return undefined;
  try {
    const { publics } = JSON.parse(proof) as { publics?: unknown };
    if (!Array.isArray(publics) || publics.length < ACC_INPUT_HASH_AT + 8) return undefined;
    return publics.map((word) => BigInt(word));
  } catch {
    // Not the JSON of zkevm-prover; there is nothing to compare.
    return undefined;
  }
}

/** Least significant word first. */
function wordsToHex(words: readonly bigint[]): Hex {
  return numberToHex(
    words.reduce((sum, word, i) => sum + (word << BigInt(32 * i)), 0n),
    { size: 32 },
  );
}
