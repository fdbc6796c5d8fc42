// SPDX-License-Identifier: GPL-3.0-or-later
import { BaseError } from '#core';

export class CircuitCompileError extends BaseError {
  constructor(o: { name: string; details: string; cause?: unknown }) {
    super(`The circuit ${o.name} does not compile.`, {
      code: 'CIRCUITS_COMPILE_FAILED',
      details: o.details,
      cause: o.cause,
      metaMessages: ['The compiler output is in the details.'],
    });
  }
}

export class UnknownCircuitError extends BaseError {
  constructor(o: { name: string; known: readonly string[] }) {
    super(`There is no circuit named "${o.name}".`, {
      code: 'CIRCUITS_UNKNOWN_CIRCUIT',
      metaMessages: [`Known circuits: ${o.known.join(', ')}.`],
    });
  }
}

export class BadCircuitFileError extends BaseError {
  constructor(o: { what: string; details: string }) {
    super(`The ${o.what} is not what the pipeline expects.`, {
      code: 'CIRCUITS_BAD_FILE',
      details: o.details,
      metaMessages: ['Delete the folder of this circuit in the cache and build it again.'],
    });
  }
}

export class SetupError extends BaseError {
  constructor(o: { details: string }) {
    super('The DEV setup cannot make a sound key for this circuit.', {
      code: 'CIRCUITS_SETUP_FAILED',
      details: o.details,
      metaMessages: ['Choose another seed string.'],
    });
  }
}

export class WitnessError extends BaseError {
  constructor(o: { name: string; details: string; cause?: unknown }) {
    super(`These inputs do not satisfy the circuit ${o.name}.`, {
      code: 'CIRCUITS_WITNESS_FAILED',
      details: o.details,
      cause: o.cause,
      metaMessages: ['The details name the template and the line of the failed constraint.'],
    });
  }
}

export class ProverClosedError extends BaseError {
  constructor(o: { name: string }) {
    super(`The prover of ${o.name} has been closed.`, {
      code: 'CIRCUITS_PROVER_CLOSED',
      metaMessages: ['Create another prover.'],
    });
  }
}

export class BadLengthError extends BaseError {
  constructor(o: { what: string; expected: number; actual: number }) {
    super(`The ${o.what} has ${o.actual} bytes, not ${o.expected}.`, {
      code: 'CIRCUITS_BAD_LENGTH',
      metaMessages: ['The program descriptor states the lengths (inputLength, outputLength).'],
    });
  }
}

export class NotFieldElementError extends BaseError {
  constructor(o: { what: string; value: bigint }) {
    super(`The ${o.what} is not below the BN254 scalar order: ${o.value}.`, {
      code: 'CIRCUITS_NOT_FIELD_ELEMENT',
      metaMessages: ['Reduce or re-derive the value; x and x + r would mean the same proof.'],
    });
  }
}

/** Why a point is no public key. */
export type BadKeyReason =
  | 'not-canonical'
  | 'off-curve'
  | 'identity'
  | 'low-order'
  | 'outside-subgroup';

export class BadKeyError extends BaseError {
  readonly reason: BadKeyReason;

  constructor(o: { what: string; reason: BadKeyReason; key: readonly [bigint, bigint] }) {
    super(`The ${o.what} (${o.key[0]}, ${o.key[1]}) is no usable public key: ${o.reason}.`, {
      code: 'CIRCUITS_BAD_KEY',
      metaMessages: ['Derive keys with deriveValidatorKey or deriveUserKey.'],
    });
    this.reason = o.reason;
  }
}

export class DuplicateKeyError extends BaseError {
  constructor(o: { first: number; second: number }) {
    super(`Slots ${o.first} and ${o.second} of the validator set hold the same key.`, {
      code: 'CIRCUITS_DUPLICATE_KEY',
      metaMessages: ['One validator has one slot; remove one of the two.'],
    });
  }
}

export class BadValidatorSetError extends BaseError {
  constructor(o: { details: string }) {
    super('The validator set is malformed.', {
      code: 'CIRCUITS_BAD_VALIDATOR_SET',
      details: o.details,
      metaMessages: ['A set has 1 to 8 keys, 1 <= k <= number of keys, and an epoch of 64 bits.'],
    });
  }
}

export class TooFewSignaturesError extends BaseError {
  constructor(o: { present: number; needed: number }) {
    super(`${o.present} of the ${o.needed} needed validator signatures are there.`, {
      code: 'CIRCUITS_TOO_FEW_SIGNATURES',
      metaMessages: ['Wait for more validators, or look at why they refuse.'],
    });
  }
}

export class BadDeliveryError extends BaseError {
  constructor(o: { details: string }) {
    super('The delivered ciphertext cannot be opened.', {
      code: 'CIRCUITS_BAD_DELIVERY',
      details: o.details,
      metaMessages: ['Use the secret of the key that the job was submitted with.'],
    });
  }
}

export class BadRandomnessError extends BaseError {
  constructor() {
    super('The randomness of a delivery is not between 1 and 2^251 - 1.', {
      code: 'CIRCUITS_BAD_RANDOMNESS',
      metaMessages: ['Draw it with deliveryRandomness().'],
    });
  }
}

export class CeremonyError extends BaseError {
  constructor(o: { details: string; cause?: unknown }) {
    super('The ceremony cannot make or confirm a key.', {
      code: 'CIRCUITS_CEREMONY_FAILED',
      details: o.details,
      cause: o.cause,
      metaMessages: [
        'Take a powersOfTau28_hez_final file, check its BLAKE2b, and contribute at least once.',
      ],
    });
  }
}

export class ProgramFolderError extends BaseError {
  constructor(o: { folder: string; details: string; cause?: unknown }) {
    super(`The folder ${o.folder} holds no usable program.`, {
      code: 'CIRCUITS_BAD_PROGRAM_FOLDER',
      details: o.details,
      cause: o.cause,
      metaMessages: ['`bigfile program new <folder>` makes one to start from.'],
      docsPath: 'proofs.md',
    });
  }
}

/** Why a verification key is not to be trusted. */
export type BadVerificationKeyReason =
  | 'length'
  | 'out-of-field'
  | 'zero'
  | 'off-curve'
  | 'outside-subgroup'
  | 'generator'
  | 'gamma-equals-delta';

export class BadVerificationKeyError extends BaseError {
  readonly reason: BadVerificationKeyReason;

  constructor(o: { reason: BadVerificationKeyReason; point: string }) {
    super(`The verification key cannot be trusted: ${o.point} is bad (${o.reason}).`, {
      code: 'CIRCUITS_BAD_VERIFICATION_KEY',
      metaMessages: [
        o.reason === 'gamma-equals-delta'
          ? 'Nobody contributed to phase 2: with such a key everyone can forge proofs.'
          : 'Make the key again; no honest setup gives such a point.',
      ],
    });
    this.reason = o.reason;
  }
}

export class KeyOfAnotherCircuitError extends BaseError {
  constructor(o: { what: string; have: string; want: string }) {
    super(`The key does not belong to this circuit: its ${o.what} is ${o.have}, not ${o.want}.`, {
      code: 'CIRCUITS_KEY_OF_ANOTHER_CIRCUIT',
      metaMessages: [
        'A changed circuit needs a ceremony of its own; restore the sources or make one.',
      ],
    });
  }
}

/** Why a prover's process gave no proof: the code of its own error, or one of these. */
export type ProverFailure = 'CIRCUITS_PROVER_DIED' | 'CIRCUITS_PROVER_CANCELLED';

export class ProverFailedError extends BaseError {
  /** Code of the prover's own error, or a {@link ProverFailure}. */
  readonly reason: string;

  constructor(o: { reason: string; message: string }) {
    super(`The proof could not be made: ${o.message}`, {
      code: 'CIRCUITS_PROVER_FAILED',
      details: o.reason,
      metaMessages: ['It can be tried again; inputs that do not fit the circuit cause this too.'],
    });
    this.reason = o.reason;
  }
}

export class ProverBackendError extends BaseError {
  constructor(o: { backend: string; details: string; cause?: unknown }) {
    super(`The ${o.backend} prover gave no proof that holds.`, {
      code: 'CIRCUITS_PROVER_BACKEND',
      details: o.details,
      cause: o.cause,
      metaMessages: ['Set BIGFILE_PROVER=snarkjs to prove without it.'],
      docsPath: 'proofs.md',
    });
  }
}

export class ProverBackendMissingError extends BaseError {
  constructor(o: { backend: string; looked: string }) {
    super(`There is no ${o.backend} binary on the PATH.`, {
      code: 'CIRCUITS_PROVER_BACKEND_MISSING',
      details: o.looked,
      metaMessages: [`Install ${o.backend}, or leave BIGFILE_PROVER unset to use what is there.`],
      docsPath: 'proofs.md',
    });
  }
}
