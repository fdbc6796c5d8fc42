import { join } from 'node:path';
import { type StartedProcess, startProcess } from '#core';
import { ServiceDiedError } from '../errors.ts';

const READY_TIMEOUT_MS = 120_000;

export interface SpawnOptions {
  /** Name in logs, in `status` and in the memory report. */
  name: string;
  /** File below `stack/roles/`, without its ending. */
  role: string;
  /** May be a promise: the process loads its modules meanwhile. */
  config: unknown;
  /** The stack cannot go on without it: its death stops everything. */
  critical: boolean;
}

export interface Supervisor {
  /** Starts a role in a process of its own; resolves with what it says of itself. */
  spawn<R>(o: SpawnOptions): Promise<R>;
  /** Process id of everything that runs, by name. */
  pids(): Record<string, number>;
  /** Sends a signal to one process; for drills. */
  kill(name: string, signal: NodeJS.Signals): Promise<void>;
  /** Rejects when a critical process cannot start or ends by itself; never resolves. */
  readonly died: Promise<never>;
  /** Stops everything, in the reverse order of its start. */
  stop(): Promise<void>;
}

/** Starts, watches and stops the processes of a stack. */
export function createSupervisor(o: { logDir: string }): Supervisor {
  const running = new Map<string, StartedProcess>();
  const pending = new Set<Promise<unknown>>();
  const givenUp = new AbortController();
  const death = Promise.withResolvers<never>();
  death.promise.catch(() => undefined);
  let stopping = false;

  const watch = async (started: StartedProcess, critical: boolean, logFile: string) => {
    const end = await started.exited;
    running.delete(started.name);
    if (critical && !stopping)
      death.reject(new ServiceDiedError({ name: started.name, ...end, logFile }));
  };

  return {
    died: death.promise,
    pids: () => Object.fromEntries([...running].map(([name, { pid }]) => [name, pid])),
    async spawn<R>({ name, role, config, critical }: SpawnOptions): Promise<R> {
      const logFile = join(o.logDir, `${name}.log`);
      const entry = join(import.meta.dirname, '..', 'roles', `${role}.ts`);
      const start = startProcess({
        name,
        entry,
        config,
        logFile,
        readyTimeoutMs: READY_TIMEOUT_MS,
        signal: givenUp.signal,
      });
      pending.add(start);
      try {
        const started = await start;
        running.set(name, started);
        void watch(started, critical, logFile);
        return started.ready as R;
      } catch (error) {
        // Others wait for what this one would have done: they must not wait in vain.
        if (critical && !stopping) death.reject(error);
        throw error;
      } finally {
        pending.delete(start);
      }
    },
    async kill(name, signal) {
      const started = running.get(name);
      if (!started) return;
      started.kill(signal);
      await started.exited;
    },
    async stop() {
      stopping = true;
      givenUp.abort();
      await Promise.allSettled(pending);
      for (const started of [...running.values()].reverse()) await started.stop();
    },
  };
}
