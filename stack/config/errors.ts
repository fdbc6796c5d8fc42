import { BaseError } from '#core';

/** L1 lacks an event that the creation of a rollup leaves. */
export class FactMissingError extends BaseError {
  constructor(o: { event: string; rollupId: number; fromBlock: bigint }) {
    super(`L1 has no ${o.event} of rollup ${o.rollupId} from block ${o.fromBlock} on.`, {
      code: 'STACK_FACT_MISSING',
      metaMessages: [
        'Check that the L1 is the one on which the rollup was created, and is synced.',
      ],
    });
  }
}
