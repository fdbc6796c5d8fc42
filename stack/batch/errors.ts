import type { Hex } from 'viem';
import { BaseError } from '#core';

/** Batch data is malformed at a known place. */
export class BatchDecodeError extends BaseError {
  /** Bytes from the start of the data to what could not be read. */
  readonly offset: number;

  constructor(o: { offset: number; reason: string }) {
    super(`The batch data is malformed at byte ${o.offset}: ${o.reason}.`, {
      code: 'STACK_BATCH_DECODE',
      metaMessages: [
        'Compare the data with what the sequencer reports for this batch (zkevm_getBatchByNumber).',
      ],
    });
    this.offset = o.offset;
  }
}

/** A transaction that batch data cannot carry. */
export class BatchEncodeError extends BaseError {
  constructor(o: { raw: Hex; reason: string; cause?: unknown }) {
    super(`A transaction cannot be put into a batch: ${o.reason}.`, {
      code: 'STACK_BATCH_ENCODE',
      details: o.raw.length > 130 ? `${o.raw.slice(0, 130)}…` : o.raw,
      cause: o.cause,
      metaMessages: ['Send a legacy, EIP-2930 or EIP-1559 transaction, signed.'],
    });
  }
}

/** A number is too large, negative or broken for its place in batch data. */
export class BatchFieldError extends BaseError {
  constructor(o: { field: string; value: number; bits: number }) {
    super(`${o.field} is ${o.value}, which is not an unsigned ${o.bits}-bit integer.`, {
      code: 'STACK_BATCH_FIELD',
      metaMessages: ['A batch block moves time forward by less than 2^32 seconds.'],
    });
  }
}
