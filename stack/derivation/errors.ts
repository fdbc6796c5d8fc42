import type { Hex } from 'viem';
import { BaseError } from '#core';

/** The genesis at hand is not the one the rollup was created with. */
export class GenesisMismatchError extends BaseError {
  constructor(o: { onL1: Hex; local: Hex }) {
    super('The L2 genesis is not the one the rollup was created with.', {
      code: 'STACK_GENESIS_MISMATCH',
      details: `state root on L1 ${o.onL1}, of the local genesis ${o.local}`,
      metaMessages: ['Use the genesis and the contract addresses of one and the same stack.'],
    });
  }
}

/** The rollup contract has no first batch (yet). */
export class RollupNotFoundError extends BaseError {
  constructor(o: { rollup: string; fromBlock: bigint; head: bigint }) {
    super(`The rollup ${o.rollup} has no injected batch on L1.`, {
      code: 'STACK_ROLLUP_NOT_FOUND',
      details: `looked from block ${o.fromBlock} to ${o.head}`,
      metaMessages: ['Check the rollup address, the deployment block and the L1 endpoint.'],
    });
  }
}

/** A batch on L1 breaks a rule, so nobody should sign for it. */
export class BatchRefusedError extends BaseError {
  readonly batch: bigint;

  constructor(o: { batch: bigint; rule: string; facts: string; cause?: unknown }) {
    super(`Batch ${o.batch} on L1 breaks a rule: ${o.rule}.`, {
      code: 'STACK_BATCH_REFUSED',
      details: o.facts,
      cause: o.cause,
      metaMessages: ['The sequencer made a batch that must not be proven; no one should sign it.'],
    });
    this.batch = o.batch;
  }
}

/** The hash chain over the batch data is not the one the contract has. */
export class AccInputHashMismatchError extends BaseError {
  constructor(o: { batch: bigint; computed: Hex; onL1: Hex }) {
    super(`The data of the batches up to ${o.batch} is not what the rollup contract accepted.`, {
      code: 'STACK_ACC_INPUT_HASH',
      details: `accInputHash computed ${o.computed}, on L1 ${o.onL1}`,
      metaMessages: ['The L1 endpoint serves altered data, or the batches were rolled back.'],
    });
  }
}

/** The local chain holds a block that the batches on L1 do not lead to. */
export class ChainDivergedError extends BaseError {
  /** The first block that differs. */
  readonly block: bigint;
  /** True when the batch on L1 is a forced one. */
  readonly forced: boolean;

  constructor(o: {
    batch: bigint;
    block: bigint;
    field: string;
    local: string;
    onL1: string;
    forced: boolean;
  }) {
    super(
      `L2 block ${o.block} is not the one that batch ${o.batch} on L1 leads to: its ${o.field} differs.`,
      {
        code: 'STACK_CHAIN_DIVERGED',
        details: `local ${o.local}, from L1 ${o.onL1}`,
        metaMessages: ['Start from an empty data folder to rebuild the chain from L1.'],
      },
    );
    this.block = o.block;
    this.forced = o.forced;
  }
}

/** Nobody has put that batch on L1, as far as this replica has read. */
export class UnknownBatchError extends BaseError {
  constructor(o: { batch: bigint; last: bigint }) {
    super(`Batch ${o.batch} is not known; the last one read from L1 is ${o.last}.`, {
      code: 'STACK_UNKNOWN_BATCH',
      httpStatus: 404,
      metaMessages: ['Wait until it is sequenced on L1, then sync again.'],
    });
  }
}

/** The address is not that of a rollup. */
export class NotARollupError extends BaseError {
  constructor(o: { rollup: string; reason: string; cause?: unknown }) {
    super(`${o.rollup} is not a rollup contract on this L1: ${o.reason}.`, {
      code: 'STACK_NOT_A_ROLLUP',
      cause: o.cause,
      metaMessages: [
        'Check --rollup and --l1-rpc; `bigfile status --json` prints both of a stack.',
      ],
    });
  }
}

/** A root that L1 accepted is not the one that the data on L1 leads to. */
export class SyncRootError extends BaseError {
  readonly batch: bigint;

  constructor(o: {
    batch: bigint;
    what: 'stateRoot' | 'localExitRoot';
    onL1: Hex;
    rebuilt: Hex;
    aggregator: string;
    transactionHash: Hex;
  }) {
    const name = o.what === 'stateRoot' ? 'state root' : 'local exit root';
    super(`The ${name} that L1 accepted for batch ${o.batch} does not follow from its data.`, {
      code: 'STACK_SYNC_ROOT',
      details: `on L1 ${o.onL1} by ${o.aggregator} in ${o.transactionHash}, rebuilt ${o.rebuilt}`,
      metaMessages: ['A wrong state was proven: this L2 must not be trusted from this batch on.'],
    });
    this.batch = o.batch;
  }
}

/** The L2 node has another block than the data on L1 leads to. */
export class SyncBlockError extends BaseError {
  readonly block: bigint;
  readonly field: string;

  readonly batch: bigint;

  constructor(o: {
    block: bigint;
    batch: bigint;
    field: string;
    rebuilt: string;
    onL2: string;
    rpcUrl: string;
  }) {
    super(
      `L2 block ${o.block} (batch ${o.batch}) of ${o.rpcUrl} has another ${o.field} than its data on L1 leads to.`,
      {
        code: 'STACK_SYNC_BLOCK',
        details: `on the L2 ${o.onL2}, rebuilt ${o.rebuilt}`,
        metaMessages: ['This is the first block that differs; all before it are the same.'],
      },
    );
    this.block = o.block;
    this.batch = o.batch;
    this.field = o.field;
  }
}

/** The sequencer has let the time of a forced batch pass without it. */
export class SyncForcedOverdueError extends BaseError {
  /** Number of the forced batch. */
  readonly forced: bigint;

  constructor(o: {
    forced: { number: bigint; timestamp: bigint; sender: string; transactionHash: Hex };
    timeoutSeconds: bigint;
  }) {
    const { number, timestamp, sender, transactionHash } = o.forced;
    super(
      `The sequencer has skipped forced batch ${number}: L1 has had it since ${timestamp}, and its ${o.timeoutSeconds} s are over.`,
      {
        code: 'STACK_SYNC_FORCED_OVERDUE',
        details: `forced by ${sender} in ${transactionHash}`,
        metaMessages: [
          'Everything that was sequenced is right; this is missing from it.',
          'Anyone may sequence it now: `bigfile force-tx` does so with what it forces.',
        ],
      },
    );
    this.forced = number;
  }
}
