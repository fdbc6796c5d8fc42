import { pause, waitFor } from '../waitFor.ts';
import { ContainerFailedError } from './errors.ts';
import { likelyCause } from './likelyCause.ts';
import type { ContainerEnd, ContainerOptions, RunningContainer } from './types.ts';

/** How long one may wait without hearing that something is still waited for. */
const REMIND_MS = 15_000;

/**
 * Waits for a container's ready stages, one after the other.
 * @returns what their checks returned
 * @throws ContainerFailedError when it ends, or a stage takes too long
 * @throws AbortedError when the options' signal fires
 */
export async function reachStages(o: {
  running: RunningContainer;
  options: ContainerOptions;
  exited: Promise<ContainerEnd>;
  logFile: string;
  onProgress?: ((message: string) => void) | undefined;
}): Promise<unknown[]> {
  const ended = new AbortController();
  let end: ContainerEnd | undefined;
  void o.exited.then((e) => {
    end = e;
    ended.abort();
  });
  const { signal: given, name } = o.options;
  const signal = given ? AbortSignal.any([given, ended.signal]) : ended.signal;
  const values: unknown[] = [];
  for (const { what, check, timeoutMs } of o.options.ready) {
    const told = remind({ tell: () => o.onProgress?.(`${name} waits for ${what}`) });
    try {
      const wait = { what, check: () => check(o.running), timeoutMs, signal };
      values.push(await waitFor(wait).catch((error) => lastWord({ ...wait, end, error })));
    } catch (cause) {
      if (given?.aborted) throw cause;
      const facts = { name, image: o.options.image, what, end, tail: o.running.tail() };
      const likely = likelyCause({ ...facts, causes: o.options.causes ?? [] });
      throw new ContainerFailedError({ ...facts, likely, cause, logFile: o.logFile });
    } finally {
      told.stop();
    }
  }
  return values;
}

/** Says at once, and again every now and then, what is waited for. */
function remind(o: { tell: () => void }): { stop(): void } {
  const stopped = new AbortController();
  void (async () => {
    while (!stopped.signal.aborted) {
      o.tell();
      await pause({ ms: REMIND_MS, signal: stopped.signal });
    }
  })();
  return { stop: () => stopped.abort() };
}

/** What a container that has ended printed last may be what was waited for: its own reason, say. */
async function lastWord(o: {
  check: () => unknown;
  end: ContainerEnd | undefined;
  error: unknown;
}): Promise<unknown> {
  const value = o.end && (await Promise.resolve(o.check()).catch(() => undefined));
  if (value === undefined) throw o.error;
  return value;
}
