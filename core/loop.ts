import { createLogger } from './createLogger.ts';
import { pause } from './waitFor.ts';

export interface LoopOptions {
  name: string;
  intervalMs: number;
  /** One turn. A throw is reported and the next turn comes after the interval. */
  run: (signal: AbortSignal) => Promise<void>;
  onError?: (error: unknown) => void;
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
  const onError =
    o.onError ?? ((error: unknown) => createLogger(o.name).error({ err: error }, 'turn failed'));

  const finished = (async () => {
    while (!stopped.signal.aborted) {
      wake = new AbortController();
      await o.run(stopped.signal).catch((error: unknown) => {
        if (!stopped.signal.aborted) onError(error);
      });
      await pause({ ms: o.intervalMs, signal: AbortSignal.any([stopped.signal, wake.signal]) });
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
