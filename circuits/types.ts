// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from 'viem';

/** Sizes of validator sets. */
export type BatchSize = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
export type BatchCircuitName = `batch-k-of-${BatchSize}`;

/** Circuits that are shipped with the project. */
export type CircuitName = 'mlp-int8' | 'heat2d' | 'raytile' | BatchCircuitName;

/** What is compiled, and how. */
export interface CircuitDefinition {
  name: string;
  /** File with the main component, below `circuits/`, or below `folder` where there is one. */
  main: string;
  /** Folder of a circuit that is not shipped; its files see the project's as `circuits/…`. */
  folder?: string | undefined;
  /** Flags of the compiler that change its output. O2 of shipped circuits is admitted by testing/compileLevels.test.ts. */
  flags: readonly string[];
  /** Public seed of the DEV key. */
  devSeed: string;
}

/** A point of the BabyJubJub curve (EIP-2494), affine, coordinates below the BN254 scalar order. */
export type CurvePoint = readonly [x: bigint, y: bigint];

/**
 * A Groth16 proof as the verifier contract takes it (order of EIP-197):
 * A.x, A.y, B.x.c1, B.x.c0, B.y.c1, B.y.c0, C.x, C.y.
 */
export type ProofWords = readonly [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];

/** What is known of one built circuit; stored as `manifest.json` beside the files it describes. */
export interface CircuitManifest {
  name: string;
  /** SHA-256 of the constraint system. */
  r1csSha256: Hex;
  /** SHA-256 of the witness module. */
  wasmSha256: Hex;
  /** SHA-256 of the proving key file. */
  zkeySha256: Hex;
  /** SHA-256 over path and content of every circom file the circuit includes, ours and circomlib's. */
  sourceSha256: Hex;
  /** Compiler package and version, such as `circom2@0.2.23`. */
  compiler: string;
  flags: string[];
  /** R1CS rows, linear and non-linear. */
  constraints: number;
  /** Names in the order in which a verifier takes them. */
  publicSignals: string[];
  /** `DEV`: the secret of the key is public, so anyone can forge a proof. */
  setup: 'DEV' | 'ceremony';
  /** Public seed of a DEV key; absent for a ceremony. */
  seed?: string;
  /** SHA-256 of the transcript of the ceremony; for DEV, keccak256 of the seed. */
  setupTranscript: Hex;
  /** Verification key as the constructor of the verifier contract takes it. */
  keyBytes: Hex;
  /** keccak256 of `keyBytes`. */
  keyHash: Hex;
  /** Verification key in the JSON form of snarkjs. */
  vkey: unknown;
}

/** Files of one built circuit, all in `dir`. */
export interface CircuitArtifacts {
  name: string;
  dir: string;
  /** Witness generator. */
  wasmPath: string;
  /** Proving key; the file name says DEV when it is one. */
  zkeyPath: string;
  r1csPath: string;
  manifest: CircuitManifest;
}

/** One proof with what it speaks about. */
export interface ProveResult {
  proof: ProofWords;
  /** Public signals, in the order of `manifest.publicSignals`. */
  signals: bigint[];
  /** The same proof in the JSON form of snarkjs. */
  snarkjsProof: unknown;
  /** Wall time of witness and proof, in milliseconds. */
  ms: number;
  /** Of which the witness. */
  witnessMs: number;
}

/** What makes a proof of a witness. */
export type ProverBackendName = 'snarkjs' | 'rapidsnark';

/** A proving key held in memory; see {@link createProver}. */
export interface Prover {
  /**
   * @param o.signal cancels a proof that waits or is being made
   * @throws WitnessError when the inputs do not satisfy the circuit
   */
  prove(inputs: Record<string, unknown>, o?: { signal?: AbortSignal }): Promise<ProveResult>;
  /** Checks a proof with the pairing; false for any malformed or non-canonical value. */
  verify(o: { proof: ProofWords; signals: readonly bigint[] }): Promise<boolean>;
  /** Frees the curve engine. The process can exit afterwards; later calls throw. */
  close(): Promise<void>;
}

/** Public key set that the batch circuit checks signatures against. */
export interface ValidatorSet {
  epoch: bigint;
  /** Signatures needed, 1 to the number of keys. */
  k: number;
  keys: readonly CurvePoint[];
}

/** EdDSA over BabyJubJub with Poseidon, as circomlib's EdDSAPoseidonVerifier checks it. */
export interface BatchSignature {
  R8: CurvePoint;
  S: bigint;
}

/** What a job circuit commits to on the input side. */
export interface JobInput {
  input: Uint8Array;
  /** Public key of the user, in the prime-order subgroup of BabyJubJub. */
  userKey: CurvePoint;
  /** Blinds the commitment to a guessable input; 0 (the default) does not. Below the scalar order. */
  salt?: bigint | undefined;
}

/** A registered computation: exact integer semantics, a circuit for them and an executable. */
export interface Program {
  name: string;
  /** Increased with every change of meaning. */
  version: string;
  /** Bytes. */
  inputLength: number;
  /** Bytes. */
  outputLength: number;
  /** What a proof shows, in one sentence. */
  statement: string;
  /** Label of the evidence tier that the statement belongs to. */
  statementClass: 'PROVED';
  /** keccak256 of the canonical JSON description of the input and the output. */
  ioSchemaHash: Hex;
  /** SHA-256 over the circom files of the circuit; equal to the manifest's. */
  sourceSha256: Hex;
  /** JavaScript that reads the input from the file argv[2] and writes the output to the file argv[3]. */
  executablePath: string;
  /** Reads only these files beside itself; a sandbox must expose them together. */
  executableFiles: readonly string[];
  /** Bytes that are posted for one output: its ciphertext, with ephemeral key and tag. */
  deliveryLength: number;
  /** @throws BadLengthError */
  run(input: Uint8Array): Uint8Array;
  /**
   * Poseidon("BIGIN/1", length, limbs of the input, pkx, pky, salt).
   * @throws BadLengthError, BadKeyError, NotFieldElementError
   */
  inputCommitment(o: JobInput): bigint;
  /**
   * Encrypts an output to the user's key.
   * @param o.randomness fresh for every attempt, see deliveryRandomness
   * @throws BadLengthError, BadKeyError, BadRandomnessError
   */
  seal(o: { output: Uint8Array; userKey: CurvePoint; randomness: bigint }): Uint8Array;
  /**
   * Decrypts a delivery with the secret of the user's key.
   * @throws BadDeliveryError
   */
  open(o: { delivery: Uint8Array; secret: Hex }): Uint8Array;
  /** First public signal: commitment to a delivery. @throws BadDeliveryError */
  outputCommitment(delivery: Uint8Array): bigint;
  /** Second public signal: the delivery as a polynomial, at ctx. @throws BadDeliveryError */
  evaluation(o: { delivery: Uint8Array; challenge: bigint }): bigint;
  /** Private and public inputs of the circuit, by signal name. */
  circuitInputs(o: JobInput & { ctx: bigint; randomness: bigint }): Record<string, unknown>;
}

/** A program with what its circuit is compiled from. */
export interface ProgramPackage {
  program: Program;
  circuit: CircuitDefinition;
  /** Where the key of its ceremony lies, if it had one; the DEV key is used otherwise. */
  keyDir?: string;
}
