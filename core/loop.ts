import { createFailureLog } from './createFailureLog.ts';
import { createLogger, type Logger } from './createLogger.ts';
import { pause } from './waitFor.ts';

export interface LoopOptions {
  name: string;
  intervalMs: number;
  /**
   * What the interval is between: the end of a turn and the next one, unless told; or the starts of both,
   * and a turn that takes longer is followed by the next at once.
   */
  between?: 'turns' | 'starts';
  /** One turn. A throw is reported and the next turn comes after the interval. */
  run: (signal: AbortSignal) => Promise<void>;
  /** Told of every failure. Unless told, each reason is logged once, and its end. */
  onError?: (error: unknown) => void;
  /** For the failures; one of the loop's name unless told. */
  logger?: Logger;
}

export interface Loop {
  /** Ends the loop after the turn in progress. */
  stop(): Promise<void>;
  /** Starts the next turn now. */
  poke(): void;
}

/** Runs a job again and again, one turn at a time, until stopped. */
export function loop(o: LoopOptions): Loop {
  const stopped = new AbortController();
  let wake = new AbortController();
  const failures = createFailureLog({ name: o.name, logger: o.logger ?? createLogger(o.name) });
  const onError = o.onError ?? failures.report;

  const finished = (async () => {
    while (!stopped.signal.aborted) {
      wake = new AbortController();
      const start = performance.now();
      await o.run(stopped.signal).then(
        () => failures.recovered(),
        (error: unknown) => {
          if (!stopped.signal.aborted) onError(error);
        },
      );
      const spent = o.between === 'starts' ? performance.now() - start : 0;
      const ms = Math.max(0, o.intervalMs - spent);
      await pause({ ms, signal: AbortSignal.any([stopped.signal, wake.signal]) });
    }
  })();

  return {
    poke: () => wake.abort(),
    async stop() {
      stopped.abort();
      await finished;
    },
  };
}
