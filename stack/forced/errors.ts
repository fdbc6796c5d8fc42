import type { Address, Hash } from 'viem';
import { BaseError } from '#core';

/** The command line does not say what to force, or with which key. */
export class ForceUsageError extends BaseError {
  constructor(o: { problem: string }) {
    super(`The command line of force-tx is incomplete: ${o.problem}.`, {
      code: 'STACK_FORCE_USAGE',
      metaMessages: [
        'bigfile force-tx --to ADDRESS [--value-wei WEI] [--data HEX] on a running stack,',
        'or bigfile force-tx --raw HEX --l1-rpc URL --rollup ADDRESS --l1-key KEY.',
      ],
    });
  }
}

/** More than the rollup contract takes in one forced batch. */
export class ForcedTooLargeError extends BaseError {
  constructor(o: { bytes: number; max: number }) {
    super(`The transaction takes ${o.bytes} bytes of batch data; a forced batch holds ${o.max}.`, {
      code: 'STACK_FORCED_TOO_LARGE',
      metaMessages: ['Split its data over several transactions.'],
    });
  }
}

/** It would be skipped on the L2, and the POL for it would be lost. */
export class ForcedWouldBeSkippedError extends BaseError {
  constructor(o: { hash: Hash; reason: string }) {
    super(`The L2 would skip the forced transaction ${o.hash}: ${o.reason}.`, {
      code: 'STACK_FORCED_WOULD_BE_SKIPPED',
      metaMessages: ['Nothing was sent and nothing was paid. Correct the transaction first.'],
    });
  }
}

/** It was sequenced, and the L2 skipped it. */
export class ForcedSkippedError extends BaseError {
  constructor(o: { hash: Hash; batch: bigint }) {
    super(`The L2 skipped the forced transaction ${o.hash}, which is in batch ${o.batch}.`, {
      code: 'STACK_FORCED_SKIPPED',
      metaMessages: ['It was not valid where it stood: its nonce or its balance had changed.'],
    });
  }
}

/** Only one account may force, and it is another. */
export class ForcingReservedError extends BaseError {
  constructor(o: { account: Address; allowed: Address; rollup: Address }) {
    super(`The rollup ${o.rollup} lets only ${o.allowed} force batches, not ${o.account}.`, {
      code: 'STACK_FORCING_RESERVED',
      metaMessages: ['Its admin opens forcing for everybody with setForceBatchAddress(0).'],
    });
  }
}

/** The account cannot pay for a forced batch. */
export class ForcedFeeError extends BaseError {
  constructor(o: { account: Address; balance: bigint; fee: bigint; pol: Address }) {
    super(`${o.account} has ${o.balance} wei of POL; a forced batch costs ${o.fee}.`, {
      code: 'STACK_FORCED_FEE',
      details: `POL ${o.pol}`,
      metaMessages: [
        'Send POL to the account. It is minted only where anybody may, on dev chains.',
      ],
    });
  }
}
