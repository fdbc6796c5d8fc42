import type { Address, Hex } from 'viem';
import { BaseError } from '#core';

/** A transaction of a service was refused or reverted. */
export class TransactionFailedError extends BaseError {
  constructor(o: { what: string; reason: string; hash?: Hex; cause?: unknown }) {
    super(`The transaction to ${o.what} failed: ${o.reason}.`, {
      code: 'STACK_TRANSACTION_FAILED',
      cause: o.cause,
      ...(o.hash ? { details: `transaction ${o.hash}` } : {}),
      metaMessages: ['The service tries again; the reason names what the contract refused.'],
    });
  }
}

/** A transaction that no block could hold. */
export class GasLimitError extends BaseError {
  constructor(o: { what: string; gas: bigint; maxGas: bigint }) {
    super(`The transaction to ${o.what} needs ${o.gas} gas, more than the limit of ${o.maxGas}.`, {
      code: 'STACK_GAS_LIMIT',
      metaMessages: ['Smaller sequences need less: it is tried again with fewer batches.'],
    });
  }
}

/** Another transaction has the nonce, or the nonce is free again after a reorg. */
export class NonceLostError extends BaseError {
  constructor(o: { what: string; nonce: number }) {
    super(`The transaction to ${o.what} lost its nonce ${o.nonce}.`, {
      code: 'STACK_NONCE_LOST',
      metaMessages: ['The service reads the L1 again and sends what is then missing.'],
    });
  }
}

/** The L1 does not have the forced batch that comes next on the L2. */
export class ForcedBatchMissingError extends BaseError {
  constructor(o: { batch: bigint; forced: bigint; reason: string }) {
    super(`Batch ${o.batch} of the L2 is forced batch ${o.forced}, but ${o.reason}.`, {
      code: 'STACK_FORCED_BATCH_MISSING',
      metaMessages: ['The L1 was reorganised or rolled back; the L2 node follows and replaces it.'],
    });
  }
}

/** The sequencer's account cannot pay for its batches. */
export class InsufficientPolError extends BaseError {
  constructor(o: { account: Address; balance: bigint; needed: bigint }) {
    super(`${o.account} has ${o.balance} wei of POL and needs ${o.needed} to sequence.`, {
      code: 'STACK_INSUFFICIENT_POL',
      metaMessages: ['Send POL to the account; on a dev chain the test token has a free mint.'],
    });
  }
}

/** The L2 node does not have a batch that the L1 has. */
export class BatchUnavailableError extends BaseError {
  constructor(o: { batch: bigint; rpcUrl: string }) {
    super(`The L2 node does not have batch ${o.batch}.`, {
      code: 'STACK_BATCH_UNAVAILABLE',
      details: o.rpcUrl,
      metaMessages: ['Wait until the node has caught up, or check that it belongs to this rollup.'],
    });
  }
}

/** The batch data cannot be covered by a leaf of the L1 info tree. */
export class InfoLeafMissingError extends BaseError {
  constructor(o: { leafCount: number; batch: bigint }) {
    super(
      `The L1 info tree has no ${o.leafCount} leaves, which the batches up to ${o.batch} use.`,
      {
        code: 'STACK_INFO_LEAF_MISSING',
        metaMessages: ['The L1 was reorganised, or the L1 endpoint lags behind the L2 node.'],
      },
    );
  }
}

/** A validator computed another state root. */
export class StateRootMismatchError extends BaseError {
  constructor(o: { batch: bigint; offered: Hex; computed: Hex }) {
    super(
      `State root ${o.offered} was offered for batch ${o.batch}, but its data on L1 leads to ${o.computed}.`,
      {
        code: 'STACK_STATE_ROOT_MISMATCH',
        httpStatus: 409,
        metaMessages: ['Somebody offers a wrong state; nothing was signed.'],
      },
    );
  }
}

/** A validator computed another local exit root. */
export class LocalExitRootMismatchError extends BaseError {
  constructor(o: { batch: bigint; offered: Hex; computed: Hex }) {
    super(
      `Local exit root ${o.offered} was offered for batch ${o.batch}, but its data on L1 leads to ${o.computed}.`,
      {
        code: 'STACK_LOCAL_EXIT_ROOT_MISMATCH',
        httpStatus: 409,
        metaMessages: ['Somebody offers a wrong exit root; nothing was signed.'],
      },
    );
  }
}

/** A range of batches that nobody can sign for, now or ever. */
export class NotSequencedYetError extends BaseError {
  constructor(o: { batch: bigint; lastSequenced: bigint }) {
    super(`Batch ${o.batch} is not sequenced on L1; the last one is ${o.lastSequenced}.`, {
      code: 'STACK_NOT_SEQUENCED_YET',
      httpStatus: 409,
      metaMessages: ['Ask again when it is sequenced.'],
    });
  }
}

/** A range that is empty or runs backwards. */
export class BatchRangeError extends BaseError {
  constructor(o: { initNumBatch: bigint; finalNewBatch: bigint }) {
    super(`There are no batches from ${o.initNumBatch} (excluded) to ${o.finalNewBatch}.`, {
      code: 'STACK_BATCH_RANGE',
      metaMessages: ['finalNewBatch must be above initNumBatch.'],
    });
  }
}

/** A request that a validator cannot read. */
export class SignRequestError extends BaseError {
  constructor(o: { details: string; cause?: unknown }) {
    super('The signing request is malformed.', {
      code: 'STACK_SIGN_REQUEST',
      details: o.details,
      cause: o.cause,
      metaMessages: [
        'Send {initNumBatch, finalNewBatch, aggregator, newStateRoot, newLocalExitRoot}, batch numbers as decimal strings.',
        o.details,
      ],
    });
  }
}

/** A validator holds a key that is not in the set on L1. */
export class NotAValidatorError extends BaseError {
  constructor(o: { publicKey: readonly [bigint, bigint]; epoch: bigint }) {
    super(`The key ${o.publicKey[0]} is not in the validator set of epoch ${o.epoch}.`, {
      code: 'STACK_NOT_A_VALIDATOR',
      httpStatus: 409,
      metaMessages: ['Give the aggregator the keys of the current set, or rotate the set on L1.'],
    });
  }
}

/** The set that the aggregator was given is not the one that the verifier on L1 checks. */
export class ValidatorSetMismatchError extends BaseError {
  constructor(o: {
    onL1: { epoch: bigint; root: bigint };
    local: readonly { epoch: bigint; root: bigint }[];
  }) {
    const epochs = o.local.map(({ epoch }) => epoch).join(' and ');
    super(
      `The verifier on L1 is at epoch ${o.onL1.epoch}; of the validator sets at hand (epoch ${epochs}) none is its set.`,
      {
        code: 'STACK_VALIDATOR_SET_MISMATCH',
        details: `root on L1 ${o.onL1.root}, at hand ${o.local.map(({ root }) => root).join(', ')}`,
        metaMessages: [
          'Restart the aggregator with the keys of the current set; a set that is coming can be given beforehand.',
        ],
      },
    );
  }
}

export class ProvingKeyMismatchError extends BaseError {
  constructor(o: { onL1: Hex; local: Hex }) {
    super('The proving key at hand does not belong to the verifier on L1.', {
      code: 'STACK_PROVING_KEY_MISMATCH',
      details: `key hash on L1 ${o.onL1}, at hand ${o.local}`,
      metaMessages: ['Use the circuit cache that the contracts were deployed with.'],
    });
  }
}

/** A validator did not answer. */
export class ValidatorUnreachableError extends BaseError {
  constructor(o: { url: string; cause: unknown }) {
    super(`The validator at ${o.url} does not answer.`, {
      code: 'STACK_VALIDATOR_UNREACHABLE',
      cause: o.cause,
      metaMessages: ['Check that its process runs.'],
    });
  }
}

/** A validator answered, with an error or with something that is not its signature. */
export class ValidatorRefusedError extends BaseError {
  /** Code of the validator's own error. */
  readonly reason: string;

  constructor(o: { url: string; reason: string; message: string }) {
    super(o.message, {
      code: 'STACK_VALIDATOR_REFUSED',
      details: `${o.reason} from ${o.url}`,
      metaMessages: ['The validator re-executed the batches and did not agree; look at its log.'],
    });
    this.reason = o.reason;
  }
}

/** Why one validator did not sign. */
export interface SignatureRefusal {
  validator: string;
  /** Code of the validator's error, or of the failure to reach it. */
  code: string;
  message: string;
}

/** Fewer than k validators signed. */
export class TooFewSignaturesError extends BaseError {
  readonly have: number;
  readonly want: number;
  readonly reasons: readonly SignatureRefusal[];

  constructor(o: { have: number; want: number; reasons: readonly SignatureRefusal[] }) {
    super(`${o.have} of the ${o.want} signatures needed for the batch proof could be had.`, {
      code: 'STACK_TOO_FEW_SIGNATURES',
      details: o.reasons.map((r) => `${r.validator}: ${r.code}: ${r.message}`).join(' '),
      metaMessages: ['The batches stay sequenced; they are proven once enough validators sign.'],
    });
    this.have = o.have;
    this.want = o.want;
    this.reasons = o.reasons;
  }
}

/** A proof that was just made does not verify. */
export class ProofInvalidError extends BaseError {
  constructor(o: { batch: bigint }) {
    super(`The proof for the batches up to ${o.batch} does not verify.`, {
      code: 'STACK_PROOF_INVALID',
      metaMessages: ['Delete the circuit cache, so that key and circuit are made again.'],
    });
  }
}

/** The process that proves could not. */
export class EvidenceError extends BaseError {
  constructor(o: { length: number }) {
    super(`A signed statement has ${o.length} bytes, not the 212 of a batch proof.`, {
      code: 'STACK_EVIDENCE_MALFORMED',
      metaMessages: ['Pass the bytes that were signed, not their hash.'],
    });
  }
}

/** An aggregator with a real prover, and nobody to sign. */
export class ValidatorsMissingError extends BaseError {
  constructor() {
    super('The aggregator has no validators, whose signatures a proof shows.', {
      code: 'STACK_VALIDATORS_MISSING',
      metaMessages: ['Name validators, or take the mock prover, which proves nothing.'],
    });
  }
}
