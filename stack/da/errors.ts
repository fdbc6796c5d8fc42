import type { Address, Hex } from 'viem';
import { BaseError } from '#core';

export class DataRequestError extends BaseError {
  constructor(o: { reason: string; cause?: unknown }) {
    super('The request to keep and sign a sequence cannot be used.', {
      code: 'STACK_DATA_REQUEST',
      cause: o.cause,
      details: o.reason,
      metaMessages: ['It has the shape of `datacom_signSequenceBanana`; see docs/validium.md.'],
    });
  }
}

export class NotTheSequencerError extends BaseError {
  constructor(o: { signer: Address; sequencer: Address }) {
    super(`The sequence is signed by ${o.signer}, not by the trusted sequencer ${o.sequencer}.`, {
      code: 'STACK_NOT_THE_SEQUENCER',
      httpStatus: 403,
      metaMessages: [
        'Only the trusted sequencer that the rollup contract names may ask for signatures.',
      ],
    });
  }
}

export class DataUnavailableError extends BaseError {
  constructor(o: { hash: Hex; asked: readonly string[]; cause?: unknown }) {
    super(`No member of the data committee gives the batch with hash ${o.hash}.`, {
      code: 'STACK_DATA_UNAVAILABLE',
      cause: o.cause,
      details: `asked: ${o.asked.join(', ') || 'nobody, as the rollup has no committee'}`,
      metaMessages: ['Check that the members run and are reached at the URLs that L1 has of them.'],
    });
  }
}

export class TooFewSignaturesError extends BaseError {
  constructor(o: { required: number; reasons: readonly string[] }) {
    super(`Fewer than ${o.required} members of the data committee signed the sequence.`, {
      code: 'STACK_TOO_FEW_SIGNATURES',
      details: o.reasons.join('; '),
      metaMessages: ['Start the members that do not answer; the sender tries again by itself.'],
    });
  }
}

export class NoCommitteeError extends BaseError {
  constructor(o: { rollup: Address }) {
    super(`The validium ${o.rollup} has no data committee yet.`, {
      code: 'STACK_NO_COMMITTEE',
      metaMessages: ['Its admin sets one with `setDataAvailabilityProtocol`.'],
    });
  }
}
