import type { Address } from 'viem';
import { BaseError } from '#core';

/** The rollup on L1 is not the one that this node is configured for. */
export class WrongRollupError extends BaseError {
  constructor(o: { rollupId: number; field: string; onL1: string; configured: string }) {
    super(`Rollup ${o.rollupId} on L1 has another ${o.field} than this node is configured for.`, {
      code: 'STACK_WRONG_ROLLUP',
      details: `on L1 ${o.onL1}, configured ${o.configured}`,
      metaMessages: ['Use the chain id and the contract addresses of one and the same stack.'],
    });
  }
}

/** The proven state root is not the one of the local chain. */
export class StateRootMismatchError extends BaseError {
  constructor(o: { batch: bigint; onL1: string; local: string; aggregator: Address }) {
    super(`The state root proven on L1 for batch ${o.batch} is not the one of this chain.`, {
      code: 'STACK_STATE_ROOT_MISMATCH',
      details: `on L1 ${o.onL1} by ${o.aggregator}, local ${o.local}`,
      metaMessages: ['Rebuild the chain from L1 to see which of the two follows from its data.'],
    });
  }
}
