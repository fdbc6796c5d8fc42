import { AbortedError, WaitTimeoutError } from './errors.ts';

export interface WaitForOptions<T> {
  /** What is waited for, as the end of "Waited for …". */
  what: string;
  /** Returns the value once it is there, `undefined` until then. A throw counts as "not yet". */
  check: () => Promise<T | undefined> | T | undefined;
  timeoutMs: number;
  intervalMs?: number;
  signal?: AbortSignal;
}

/**
 * Polls until a value is there: the project's only way of waiting for a state.
 * @throws WaitTimeoutError with the last failure of `check` as its cause
 * @throws AbortedError when `signal` fires
 */
export async function waitFor<T>(o: WaitForOptions<T>): Promise<T> {
  const deadline = Date.now() + o.timeoutMs;
  let cause: unknown;
  for (;;) {
    if (o.signal?.aborted) throw new AbortedError({ what: o.what });
    try {
      const value = await o.check();
      if (value !== undefined) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) {
      throw new WaitTimeoutError({ what: o.what, timeoutMs: o.timeoutMs, cause });
    }
    await pause({ ms: o.intervalMs ?? 50, ...(o.signal ? { signal: o.signal } : {}) });
  }
}

/** Lets `ms` milliseconds pass, less when `signal` fires. For loops in core only. */
export function pause(o: { ms: number; signal?: AbortSignal }): Promise<void> {
  return new Promise((resolve) => {
    if (o.signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      o.signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, o.ms);
    o.signal?.addEventListener('abort', done, { once: true });
  });
}
