import type { Hex } from 'viem';
import { BaseError } from '#core';

/** The L1 replaced a block while it was being read. */
export class L1ReorgError extends BaseError {
  constructor(o: { blockNumber: bigint; known: Hex; found: Hex | undefined }) {
    super(
      `The L1 replaced block ${o.blockNumber}: it was ${o.known}, it is ${o.found ?? 'gone'}.`,
      {
        code: 'STACK_L1_REORG',
        metaMessages: ['The reader tries again by itself and then follows the new branch.'],
      },
    );
  }
}

/** An event and the header of its block say different things. */
export class L1InfoMismatchError extends BaseError {
  constructor(o: { leaf: number; what: string; expected: unknown; actual: unknown }) {
    super(`Leaf ${o.leaf} of the L1 info tree has the wrong ${o.what}.`, {
      code: 'STACK_L1_INFO_MISMATCH',
      details: `expected ${o.expected}, found ${o.actual}`,
      metaMessages: ['The L1 RPC endpoint serves altered headers or logs; use another one.'],
    });
  }
}

/** Batches were put on L1 in a way whose data this node cannot find. */
export class SequenceDataError extends BaseError {
  constructor(o: { transactionHash: Hex; reason: string; cause?: unknown }) {
    super(`The batches of L1 transaction ${o.transactionHash} cannot be read: ${o.reason}.`, {
      code: 'STACK_SEQUENCE_DATA',
      cause: o.cause,
      metaMessages: ['Batches must be sequenced by a direct call of the rollup contract.'],
    });
  }
}
