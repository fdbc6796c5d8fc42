import { BaseError } from '#core';

export class WrongConfigError extends BaseError {
  constructor(o: { problems: string }) {
    super('The configuration is wrong.', {
      code: 'STACK_WRONG_CONFIG',
      details: o.problems,
      metaMessages: ['Correct the values named below; `bigfile up --help` lists them.'],
    });
  }
}

export class ConfigFileError extends BaseError {
  constructor(o: { path: string; reason: string; cause?: unknown }) {
    super(`The configuration file ${o.path} cannot be used.`, {
      code: 'STACK_CONFIG_FILE',
      cause: o.cause,
      details: o.reason,
      metaMessages: ['Its default export is an object of options and hooks; see docs/hooks.md.'],
    });
  }
}

export class UnknownComponentError extends BaseError {
  constructor(o: { component: string; known: readonly string[] }) {
    super(`There is no component ${o.component}.`, {
      code: 'STACK_UNKNOWN_COMPONENT',
      metaMessages: [`Components: ${o.known.join(', ')}.`],
      docsPath: 'containers.md',
    });
  }
}

export class UnknownRoleError extends BaseError {
  constructor(o: { name: string; known: readonly string[] }) {
    super(o.name ? `There is no role ${o.name}.` : 'No role was named.', {
      code: 'STACK_UNKNOWN_ROLE',
      metaMessages: [`Roles: ${o.known.join(', ')}.`],
      docsPath: 'containers.md',
    });
  }
}

export class StateElsewhereError extends BaseError {
  constructor(o: { dataDir: string; was: string; is: string }) {
    super(`${o.dataDir} belongs to a stack with ${o.was}; this one has ${o.is}.`, {
      code: 'STACK_STATE_ELSEWHERE',
      metaMessages: [
        'Its state is where its parts kept it. Ask for the same parts again, give another --data-dir,',
        'or begin anew with --reset.',
      ],
    });
  }
}

export class UnknownExportError extends BaseError {
  constructor(o: { what: string }) {
    super(o.what ? `Nothing is exported as ${o.what}.` : 'What to export was not said.', {
      code: 'STACK_UNKNOWN_EXPORT',
      metaMessages: ['There is one: `bigfile export compose`.'],
      docsPath: 'containers.md',
    });
  }
}

export class NotInContainersError extends BaseError {
  constructor(o: { processes: readonly string[] }) {
    super(`Parts of the stack run in processes of this host: ${o.processes.join(', ')}.`, {
      code: 'STACK_NOT_IN_CONTAINERS',
      metaMessages: ['A Compose file holds containers: start the stack with --in containers.'],
      docsPath: 'containers.md',
    });
  }
}

export class StackAlreadyRunningError extends BaseError {
  constructor(o: { pid: number; dataDir: string }) {
    super(`A stack is already running in ${o.dataDir} (process ${o.pid}).`, {
      code: 'STACK_ALREADY_RUNNING',
      metaMessages: [
        'Use it: `npx bigfile status` prints its endpoints.',
        'Stop it: `npx bigfile down`. Or give another --data-dir and other ports.',
      ],
    });
  }
}

export class StackNotRunningError extends BaseError {
  /** @param o.ended why the last one there ended by itself */
  constructor(o: { dataDir: string; ended?: { at: string; message: string } | undefined }) {
    super(`No stack is running in ${o.dataDir}.`, {
      code: 'STACK_NOT_RUNNING',
      metaMessages: [
        ...(o.ended ? [`The last one ended at ${o.ended.at}: ${o.ended.message}`] : []),
        ...(o.ended ? [`Its logs are in ${o.dataDir}/logs.`] : []),
        'Start one: `npx bigfile up`.',
      ],
    });
  }
}

/** A stack in the background did not come up; carries the code of its reason where it told one. */
export class StackStartFailedError extends BaseError {
  constructor(o: {
    tail: string;
    logFile: string;
    failure?: { code: string; message: string; next: readonly string[] } | undefined;
  }) {
    const { code = 'STACK_START_FAILED', message, next = [] } = o.failure ?? {};
    super(message ? `The stack did not come up: ${message}` : 'The stack did not come up.', {
      code,
      details: o.tail,
      metaMessages: [...next, `The whole log: ${o.logFile}.`],
    });
  }
}

export class ServiceDiedError extends BaseError {
  constructor(o: {
    name: string;
    exitCode: number | null;
    signal: string | null;
    tail: string;
    logFile: string;
  }) {
    const how = o.signal ? `signal ${o.signal}` : `exit code ${o.exitCode}`;
    super(`The ${o.name} process died (${how}); the stack was stopped.`, {
      code: 'STACK_SERVICE_DIED',
      details: o.tail,
      metaMessages: [
        `The whole log: ${o.logFile}.`,
        'Start again: `npx bigfile up` continues the same chain.',
      ],
    });
  }
}

export class BuildFailedError extends BaseError {
  constructor(o: { what: string; output: string }) {
    super(`Building ${o.what} failed.`, {
      code: 'STACK_BUILD_FAILED',
      details: o.output,
      metaMessages: ['The compiler says why in the details.'],
    });
  }
}

export class WalkFailedError extends BaseError {
  constructor(o: { step: string; cause: unknown; dataDir: string }) {
    super(`The walk stopped at ${o.step}.`, {
      code: 'STACK_WALK_FAILED',
      cause: o.cause,
      metaMessages: [`Logs of every process: ${o.dataDir}/logs.`],
    });
  }
}

export class ResultWrongError extends BaseError {
  constructor(o: { jobId: bigint; have: Uint8Array; want: Uint8Array }) {
    super(`The result of job ${o.jobId} is not what the program computes.`, {
      code: 'STACK_RESULT_WRONG',
      details: `have ${Buffer.from(o.have).toString('hex')}, want ${Buffer.from(o.want).toString('hex')}`,
      metaMessages: [
        'A proof vouched for it: the circuit and its reference disagree. Please report it.',
      ],
    });
  }
}

/** A batch is on L1 and nobody proves it. */
export class SettlementStoppedError extends BaseError {
  readonly reasons: readonly { validator: string; code: string; message: string }[];

  constructor(o: {
    batch: bigint;
    failure: {
      code: string;
      message: string;
      reasons: readonly { validator: string; code: string; message: string }[];
    };
  }) {
    const { code, message, reasons } = o.failure;
    super(`Batch ${o.batch} is sequenced on L1 and not verified: ${message}`, {
      code: 'STACK_SETTLEMENT_STOPPED',
      details: [`${code}.`, ...reasons.map((r) => `${r.code}: ${r.message}`)].join(' '),
      metaMessages: [
        'The L2 goes on; the batch is verified once the reason is gone.',
        '`npx bigfile status` shows which processes run and what the aggregator says.',
      ],
    });
    this.reasons = reasons;
  }
}

export class StateRootsDifferError extends BaseError {
  constructor(o: { batch: bigint; l1: string; l2: string }) {
    super(`Batch ${o.batch} has state root ${o.l1} on L1 and ${o.l2} on the L2.`, {
      code: 'STACK_STATE_ROOTS_DIFFER',
      metaMessages: [
        'The L2 node has left the chain that L1 settled. Stop it and keep its journal.',
      ],
    });
  }
}

export class SyncUsageError extends BaseError {
  constructor(o: { problem: string }) {
    super(`The command line of sync is incomplete: ${o.problem}.`, {
      code: 'STACK_SYNC_USAGE',
      metaMessages: ['bigfile sync --from-l1 --l1-rpc URL --rollup ADDRESS [--l2-rpc URL]'],
    });
  }
}

export class ProgramCommandError extends BaseError {
  constructor(o: { details: string; command: string }) {
    super(`\`program ${o.command}\` cannot run: ${o.details}.`, {
      code: 'STACK_PROGRAM_COMMAND',
      metaMessages: [`\`npx bigfile program ${o.command} --help\` lists its options.`],
    });
  }
}

export class BenchFailedError extends BaseError {
  constructor(o: { what: string; details: string }) {
    super(`The measurement failed at ${o.what}.`, {
      code: 'STACK_BENCH_FAILED',
      details: o.details,
      metaMessages: ['The details are its own output.'],
    });
  }
}
