import type { Hex } from 'viem';
import { BaseError } from '#core';
import type { JobState } from './types.ts';

const NEXT_STEP: Readonly<Record<string, string>> = {
  BadState: 'Read the job again: it moved on, or it never was where this call needs it.',
  TooEarly: 'Try again at the time named.',
  TooLate: 'The clock that the user set has run out; see which call moves the job on.',
  WrongEscrow: 'Send exactly maxPrice + schedulerFee along.',
  NotEligible: 'The reason names the requirement that the provider does not meet.',
  PriceAboveCeiling: 'Offer less, or wait until the ceiling has risen.',
  NotCheaper: 'Undercut the current proposal by at least 1%.',
  InsufficientFreeStake: 'Stake more, or wait until a bond is released.',
  NotScheduler: 'Stake in the SCHEDULER role first.',
  WrongProvider: 'A result counts only for the provider that its proof names.',
  ProofInvalid: 'Prove again for this job, attempt and provider; nothing was charged.',
  ProgramFrozen: 'Choose a program that is not deprecated.',
  NothingToWithdraw: 'Credits appear when a job is fulfilled, cancelled or expired.',
};

/** A contract of the marketplace refused a call; `code` is `MARKET_` and the error's name. */
export class MarketRevertError extends BaseError {
  /** Name of the contract's error, such as `BadState`. */
  readonly errorName: string;
  readonly args: Readonly<Record<string, unknown>>;

  constructor(o: { errorName: string; args: Record<string, unknown>; cause: unknown }) {
    const facts = Object.entries(o.args).map(([name, value]) => `${name} ${String(value)}`);
    super(`The market refused: ${o.errorName}(${facts.join(', ')}).`, {
      code: `MARKET_${o.errorName.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}`,
      cause: o.cause,
      // The cause says the same at length.
      details: '',
      metaMessages: [NEXT_STEP[o.errorName] ?? 'See the error in contracts/interfaces.'],
    });
    this.errorName = o.errorName;
    this.args = o.args;
  }
}

/** The node could not be asked, or answered with something else than a contract's error. */
export class MarketRpcError extends BaseError {
  constructor(o: { cause: unknown }) {
    super('The L2 node did not answer as expected.', {
      code: 'MARKET_RPC',
      cause: o.cause,
      metaMessages: ['Check that the L2 RPC is up, and that the account holds BIG for the fee.'],
      httpStatus: 502,
    });
  }
}

export class TransactionRevertedError extends BaseError {
  constructor(o: { what: string; hash: Hex; cause?: unknown }) {
    super(`The transaction to ${o.what} was mined and reverted: ${o.hash}.`, {
      code: 'MARKET_TX_REVERTED',
      cause: o.cause,
      metaMessages: ['Trace it with debug_traceTransaction.'],
    });
  }
}

export class AccountMissingError extends BaseError {
  constructor(o: { what: string }) {
    super(`An account is needed to ${o.what}, and the client has none.`, {
      code: 'MARKET_ACCOUNT_MISSING',
      metaMessages: ['Give createMarketClient a wallet client with an account.'],
    });
  }
}

export class JobNotFoundError extends BaseError {
  constructor(o: { jobId: bigint }) {
    super(`There is no job ${o.jobId}.`, {
      code: 'MARKET_JOB_NOT_FOUND',
      metaMessages: ['Ids run from 1; submitJob returns the id.'],
      httpStatus: 404,
    });
  }
}

/** A job reached a final state other than the ones waited for. */
export class JobEndedError extends BaseError {
  readonly state: JobState;

  constructor(o: { jobId: bigint; state: JobState; wanted: readonly JobState[] }) {
    super(`Job ${o.jobId} ended ${o.state}, not ${o.wanted.join(' or ')}.`, {
      code: 'MARKET_JOB_ENDED',
      metaMessages: ["The scheduler's GET /jobs/:id/decisions tells why providers declined."],
    });
    this.state = o.state;
  }
}

export class ResultMissingError extends BaseError {
  constructor(o: { jobId: bigint; state: JobState }) {
    super(`Job ${o.jobId} is ${o.state} and has no result.`, {
      code: 'MARKET_RESULT_MISSING',
      metaMessages: ['Wait until it is FULFILLED.'],
    });
  }
}

/** What was downloaded is not what was proved. */
export class ResultMismatchError extends BaseError {
  constructor(o: { jobId: bigint; what: string; have: unknown; want: unknown }) {
    super(`The result of job ${o.jobId} has ${o.what} ${o.have}, proved was ${o.want}.`, {
      code: 'MARKET_RESULT_MISMATCH',
      metaMessages: ['Do not use these bytes; ask another L2 node.'],
    });
  }
}

export class NameTooLongError extends BaseError {
  constructor(o: { name: string }) {
    super(`The name "${o.name}" does not fit 32 ASCII characters.`, {
      code: 'MARKET_NAME_TOO_LONG',
      metaMessages: ['Use a short name such as "cpu".'],
    });
  }
}

export class BadInputError extends BaseError {
  constructor(o: { program: string; length: number; wanted: number }) {
    super(`The input has ${o.length} bytes; ${o.program} takes ${o.wanted}.`, {
      code: 'MARKET_BAD_INPUT',
      metaMessages: ['See the description of the program for the layout of its input.'],
    });
  }
}
