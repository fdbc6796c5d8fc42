import { BaseError } from './BaseError.ts';

export class WaitTimeoutError extends BaseError {
  constructor(o: { what: string; timeoutMs: number; cause?: unknown }) {
    super(`Waited ${o.timeoutMs} ms for ${o.what}, in vain.`, {
      code: 'CORE_WAIT_TIMEOUT',
      cause: o.cause,
      metaMessages: ['Look at the log of the service that should have made it true.'],
      httpStatus: 504,
    });
  }
}

export class AbortedError extends BaseError {
  constructor(o: { what: string }) {
    super(`Stopped waiting for ${o.what}: the caller gave up.`, { code: 'CORE_ABORTED' });
  }
}

export class PortInUseError extends BaseError {
  constructor(o: { host: string; port: number; cause?: unknown }) {
    super(`Port ${o.port} on ${o.host} is in use by another program.`, {
      code: 'CORE_PORT_IN_USE',
      cause: o.cause,
      metaMessages: [
        `See who has it: ss -ltnp 'sport = :${o.port}'.`,
        'Stop that program, or choose other ports (0 means any free one).',
      ],
    });
  }
}

export class BodyTooLargeError extends BaseError {
  constructor(o: { limit: number }) {
    super(`The request body is larger than ${o.limit} bytes.`, {
      code: 'CORE_BODY_TOO_LARGE',
      httpStatus: 413,
      metaMessages: ['Split the request into smaller ones.'],
    });
  }
}

export class BadUrlError extends BaseError {
  constructor(o: { target: string }) {
    super(`The request asks for ${JSON.stringify(o.target.slice(0, 80))}, which is no URL.`, {
      code: 'CORE_BAD_URL',
      metaMessages: ['Ask for a path that begins with a slash, percent-encoded where needed.'],
    });
  }
}

export class BadJsonError extends BaseError {
  constructor(o: { cause: unknown }) {
    super('The request body is not JSON.', {
      code: 'CORE_BAD_JSON',
      cause: o.cause,
      metaMessages: ['Send a JSON document with content-type application/json.'],
    });
  }
}

export class RouteNotFoundError extends BaseError {
  constructor(o: { method: string; path: string; routes: readonly string[] }) {
    super(`There is no ${o.method} ${o.path} here.`, {
      code: 'CORE_ROUTE_NOT_FOUND',
      httpStatus: 404,
      metaMessages: [`Routes: ${o.routes.join(', ')}.`],
    });
  }
}

export class ProcessExitedError extends BaseError {
  constructor(o: { name: string; exitCode: number | null; signal: string | null; tail: string }) {
    const how = o.signal ? `signal ${o.signal}` : `exit code ${o.exitCode}`;
    super(`The ${o.name} process ended (${how}) before it was ready.`, {
      code: 'CORE_PROCESS_EXITED',
      details: o.tail,
      metaMessages: ['The last lines it printed are in the details.'],
    });
  }
}

/** Carries the code and the next step of the error that the process met. */
export class ProcessFailedError extends BaseError {
  constructor(o: {
    name: string;
    code: string;
    message: string;
    metaMessages: readonly string[];
    details?: string | undefined;
  }) {
    super(`The ${o.name} process cannot start: ${o.message}`, {
      code: o.code,
      metaMessages: o.metaMessages,
      ...(o.details ? { details: o.details } : {}),
    });
  }
}

export class LifecycleError extends BaseError {
  constructor(o: { failed: string; cause: unknown; alsoFailed: readonly unknown[] }) {
    const also = o.alsoFailed.map((e) => (e instanceof Error ? e.message : String(e)));
    super(`Start failed at ${o.failed}; what had started was stopped again.`, {
      code: 'CORE_START_FAILED',
      cause: o.cause,
      metaMessages: also.length ? [`Stopping also failed: ${also.join('; ')}`] : [],
    });
  }
}

export class BadConfigValueError extends BaseError {
  constructor(o: { key: string; value: string }) {
    super(`The value ${o.value} of ${o.key} would be read as a number.`, {
      code: 'CORE_BAD_CONFIG_VALUE',
      metaMessages: ['Write it differently: digits followed by n stand for a bigint.'],
    });
  }
}

export class ConfigUnreadableError extends BaseError {
  constructor(o: { path: string; cause: unknown }) {
    super(`The configuration ${o.path} cannot be read.`, {
      code: 'CORE_CONFIG_UNREADABLE',
      cause: o.cause,
      metaMessages: ['It is a JSON file; `--config <file>` names it.'],
    });
  }
}
