/** Facts from which every error of the project is built. */
export interface BaseErrorOptions {
  /** Stable identifier such as `CORE_PORT_IN_USE`; scripts may match on it. */
  code: string;
  cause?: unknown;
  /** The underlying message or value, verbatim. */
  details?: string;
  /** What to do next, one sentence a line. */
  metaMessages?: readonly string[];
  /** Page below `docs/` that explains more. */
  docsPath?: string;
  /** Status that an HTTP API answers with; 400 unless told. */
  httpStatus?: number;
}

/**
 * The one ancestor of errors thrown by this project: a short sentence with the observed values, a
 * stable code, and the next step.
 */
export class BaseError extends Error {
  readonly code: string;
  readonly shortMessage: string;
  readonly details: string | undefined;
  readonly metaMessages: readonly string[];
  readonly docsPath: string | undefined;
  readonly httpStatus: number;

  constructor(shortMessage: string, options: BaseErrorOptions) {
    super(formatMessage(shortMessage, options), { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.shortMessage = shortMessage;
    this.details = options.details ?? causeMessage(options.cause);
    this.metaMessages = options.metaMessages ?? [];
    this.docsPath = options.docsPath;
    this.httpStatus = options.httpStatus ?? 400;
  }

  /**
   * Searches the cause chain.
   * @param matches test for one link; without it the deepest cause is returned
   */
  walk(matches?: (error: unknown) => boolean): unknown {
    let current: unknown = this;
    for (;;) {
      if (matches?.(current)) return current;
      const next = current instanceof Error ? current.cause : undefined;
      if (next === undefined) return matches ? undefined : current;
      current = next;
    }
  }
}

function causeMessage(cause: unknown): string | undefined {
  if (cause === undefined) return undefined;
  return cause instanceof Error ? cause.message : String(cause);
}

function formatMessage(shortMessage: string, options: BaseErrorOptions): string {
  const details = options.details ?? causeMessage(options.cause);
  return [
    shortMessage,
    ...(options.metaMessages?.length ? ['', ...options.metaMessages] : []),
    ...(details && details !== shortMessage ? ['', `Details: ${details}`] : []),
    ...(options.docsPath ? ['', `Docs: docs/${options.docsPath}`] : []),
  ].join('\n');
}
