import { BaseError } from '#core';

/** A reorg that the chain is too short for. */
export class ReorgDepthError extends BaseError {
  constructor(o: { depth: number; head: bigint }) {
    super(`A reorg of depth ${o.depth} is not possible on a chain of ${o.head} blocks.`, {
      code: 'STACK_REORG_DEPTH',
      metaMessages: ['Give a depth from 1 to the number of the newest block.'],
    });
  }
}
