import { BaseError } from '#core';

/** The machine cannot confine a job. Nothing was run. */
export class ConfinementUnavailableError extends BaseError {
  readonly missing: string;

  constructor(o: { missing: string; details?: string | undefined }) {
    super(`Jobs cannot be confined on this machine: ${o.missing}. The job was not run.`, {
      code: 'SANDBOX_UNAVAILABLE',
      ...(o.details ? { details: o.details } : {}),
      metaMessages: [
        'Needed: Linux with namespaces, util-linux (unshare, mount, setpriv, prlimit, pivot_root) and coreutils.',
        'As root this works at once. Another user needs unprivileged user namespaces:',
        '  sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0 (where these exist).',
        'In a container: run it with --privileged, or with --cap-add SYS_ADMIN and seccomp and apparmor unconfined.',
      ],
      httpStatus: 503,
    });
    this.missing = o.missing;
  }
}

/** The job passed its time limit; its whole process tree was killed. */
export class JobTimeoutError extends BaseError {
  readonly limit: 'wall' | 'cpu';

  constructor(o: { limit: 'wall' | 'cpu'; allowedMs: number; stderr: string }) {
    super(`The job used up its ${o.limit} time of ${o.allowedMs} ms and was killed.`, {
      code: 'JOB_TIMEOUT',
      details: o.stderr,
      metaMessages: ['Allow more time, or give the job less to do.'],
    });
    this.limit = o.limit;
  }
}

/** The job asked for more memory than its limit. */
export class JobOutOfMemoryError extends BaseError {
  constructor(o: { memoryMiB: number; stderr: string }) {
    super(`The job needed more than its ${o.memoryMiB} MiB of memory.`, {
      code: 'JOB_OUT_OF_MEMORY',
      details: o.stderr,
      metaMessages: ['Allow more memory, or give the job less to do.'],
    });
  }
}

/** The job ended with an exit code other than 0. */
export class JobExitError extends BaseError {
  readonly exitCode: number;
  /** The last of what the job printed. */
  readonly stderr: string;

  constructor(o: { exitCode: number; stderr: string }) {
    super(`The job ended with exit code ${o.exitCode}.`, {
      code: 'JOB_EXIT',
      details: o.stderr,
      metaMessages: ['The last of what it printed is in the details.'],
    });
    this.exitCode = o.exitCode;
    this.stderr = o.stderr;
  }
}

/** The job wrote more than it may; it was killed. */
export class JobOutputTooLargeError extends BaseError {
  constructor(o: { outputBytes: number }) {
    super(`The job wrote more than the ${o.outputBytes} bytes allowed.`, {
      code: 'JOB_OUTPUT_TOO_LARGE',
      metaMessages: ['Allow more output, or check that the program fits the job.'],
    });
  }
}

/** The executable in the sandbox does not compute what the circuit proves. */
export class ProgramBrokenError extends BaseError {
  constructor(o: { name: string }) {
    super(`The executable of ${o.name} and its reference give different outputs.`, {
      code: 'PROVIDER_PROGRAM_BROKEN',
      metaMessages: ['Restore the files of the program from the package.'],
    });
  }
}

/** The proof speaks of other values than the sandbox's output. It is not sent. */
export class ProofMismatchError extends BaseError {
  constructor(o: { jobId: bigint; have: readonly bigint[]; want: readonly bigint[] }) {
    super(`The proof for job ${o.jobId} has the signals ${o.have}, expected were ${o.want}.`, {
      code: 'PROVIDER_PROOF_MISMATCH',
      metaMessages: ['Restore the files of the program and of its circuit.'],
    });
  }
}

export class BadQuoteRequestError extends BaseError {
  constructor(o: { details: string }) {
    super('A quote request is {"jobId": <number or decimal string>}.', {
      code: 'PROVIDER_BAD_QUOTE_REQUEST',
      details: o.details,
    });
  }
}
