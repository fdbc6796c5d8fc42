import { BaseError } from '#core';

export class MethodRefusedError extends BaseError {
  constructor(o: { method: string }) {
    super(`The method ${o.method} is not served: it would change the chain outside its journal.`, {
      code: 'ENGINE_METHOD_REFUSED',
      metaMessages: ['Send a signed transaction with eth_sendRawTransaction instead.'],
      httpStatus: 405,
    });
  }
}

export class InvalidBlockInputsError extends BaseError {
  constructor(o: { number: bigint; what: string }) {
    super(`Block ${o.number} cannot be sealed: ${o.what}.`, {
      code: 'ENGINE_INVALID_BLOCK_INPUTS',
      metaMessages: ['Nothing was changed; correct the inputs and seal again.'],
    });
  }
}

export class EngineFailedError extends BaseError {
  constructor(o: { doing: string; cause: unknown }) {
    super(`The engine failed while ${o.doing}; this chain takes no more blocks.`, {
      code: 'ENGINE_FAILED',
      cause: o.cause,
      metaMessages: ['Open the chain again: it is rebuilt from its journal.'],
      httpStatus: 500,
    });
  }
}

export class EngineOrderError extends BaseError {
  constructor(o: { offered: readonly string[]; included: readonly string[] }) {
    super('The engine has sealed a block with other transactions than it was given.', {
      code: 'ENGINE_ORDER',
      details: `given ${o.offered.join(', ')}; sealed ${o.included.join(', ')}`,
      metaMessages: ['Report this with the journal of the chain.'],
      httpStatus: 500,
    });
  }
}

export class ChainClosedError extends BaseError {
  constructor() {
    super('The chain is closed.', {
      code: 'ENGINE_CHAIN_CLOSED',
      metaMessages: ['Open it again with openDevChain.'],
      httpStatus: 503,
    });
  }
}

export class JournalMismatchError extends BaseError {
  constructor(o: {
    path: string;
    number: bigint;
    field: string;
    expected: string;
    got: string;
    recordedEngine: string;
    runningEngine: string;
  }) {
    super(
      `Block ${o.number} of the journal ${o.path} replays to ${o.field} ${o.got}, but ${o.expected} is recorded.`,
      {
        code: 'ENGINE_JOURNAL_MISMATCH',
        details: `recorded by ${o.recordedEngine}, replayed by ${o.runningEngine}`,
        metaMessages: [
          'Run the version that wrote the journal, or start a new chain in another folder.',
        ],
      },
    );
  }
}

export class JournalConfigError extends BaseError {
  constructor(o: { path: string; expected: string; got: string }) {
    super(
      `The journal ${o.path} belongs to a chain with configuration ${o.expected}, not ${o.got}.`,
      {
        code: 'ENGINE_JOURNAL_CONFIG',
        metaMessages: [
          'The chain id, the genesis, the hard fork or the gas rules have changed.',
          'Restore the old configuration, or start a new chain in another folder.',
        ],
      },
    );
  }
}

export class JournalLockedError extends BaseError {
  constructor(o: { path: string; cause: unknown }) {
    super(`The journal ${o.path} is in use by another process.`, {
      code: 'ENGINE_JOURNAL_LOCKED',
      cause: o.cause,
      metaMessages: ['Stop the other process first, or choose another folder.'],
    });
  }
}

export class BlockGoneError extends BaseError {
  constructor(o: { number: bigint }) {
    super(`Block ${o.number} is not in the chain.`, {
      code: 'ENGINE_BLOCK_GONE',
      metaMessages: ['The chain may have been rolled back meanwhile; ask for the newest block.'],
      httpStatus: 404,
    });
  }
}
