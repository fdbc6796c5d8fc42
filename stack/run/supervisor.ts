import { join } from 'node:path';
import { type Service, type StartedProcess, startProcess } from '#core';
import { ServiceDiedError } from '../errors.ts';

const READY_TIMEOUT_MS = 300_000;

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

/** A role to start, with what the supervisor adds. */
export interface RoleStart extends SpawnOptions {
  /** Fires when the start is given up. */
  signal: AbortSignal;
}

/** Starts a role somewhere else than in a process of this host. */
export type StartRole = (o: RoleStart) => Promise<{ started: Adopted; ready: unknown }>;

/** Something that runs outside of our processes. */
export interface Adopted extends Service {
  /** Its first process as this machine sees it; absent where it runs on another one. */
  pid: number | undefined;
  logFile: string;
  /** Settles when it has ended, whatever the reason. */
  exited: Promise<{ exitCode: number; tail: string }>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface Supervisor {
  /** Starts a role in a process of its own; resolves with what it says of itself. */
  spawn<R>(o: SpawnOptions): Promise<R>;
  /** Watches a container without which the stack cannot go on, and stops it in its turn. */
  adopt(started: Adopted): void;
  /** Ends the stack for a reason that no process tells. Without effect once it stops. */
  fail(reason: unknown): void;
  /** Called when everything has stopped. */
  atEnd(cleanUp: () => Promise<void>): void;
  /** Process id of everything that runs, by name. */
  pids(): Record<string, number>;
  /** Name of every container that runs. */
  containers(): string[];
  /** Process id of the containers, where this machine counts them. */
  containerPids(): Record<string, number>;
  /** Sends a signal to one process; for drills. */
  kill(name: string, signal: NodeJS.Signals): Promise<void>;
  /** Rejects when a critical process cannot start or ends by itself; never resolves. */
  readonly died: Promise<never>;
  /** Stops everything, in the reverse order of its start. */
  stop(): Promise<void>;
}

/**
 * Starts, watches and stops the processes of a stack.
 * @param o.startRole starts roles; each is a process of this host without it
 */
export function createSupervisor(o: { logDir: string; startRole?: StartRole }): Supervisor {
  const running = new Map<string, StartedProcess>();
  const adopted = new Map<string, Adopted>();
  const pending = new Set<Promise<unknown>>();
  const cleanUps: (() => Promise<void>)[] = [];
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

  const adopt = (started: Adopted, critical: boolean) => {
    const { name, logFile } = started;
    adopted.set(name, started);
    void started.exited.then((end) => {
      adopted.delete(name);
      if (critical && !stopping)
        death.reject(new ServiceDiedError({ name, signal: null, ...end, logFile }));
    });
  };

  const startProcessOf = async ({ name, role, config, critical }: SpawnOptions) => {
    const logFile = join(o.logDir, `${name}.log`);
    const entry = join(import.meta.dirname, '..', 'roles', `${role}.ts`);
    const started = await startProcess({
      ...{ name, entry, config, logFile, readyTimeoutMs: READY_TIMEOUT_MS },
      signal: givenUp.signal,
    });
    running.set(name, started);
    void watch(started, critical, logFile);
    return started.ready;
  };

  const startElsewhere = async (startRole: StartRole, role: SpawnOptions) => {
    const { started, ready } = await startRole({ ...role, signal: givenUp.signal });
    adopt(started, role.critical);
    return ready;
  };

  return {
    died: death.promise,
    pids: () => Object.fromEntries([...running].map(([name, { pid }]) => [name, pid])),
    containers: () => [...adopted.keys()],
    containerPids: () =>
      Object.fromEntries([...adopted].flatMap(([name, { pid }]) => (pid ? [[name, pid]] : []))),
    fail(reason) {
      if (!stopping) death.reject(reason);
    },
    atEnd: (cleanUp) => void cleanUps.push(cleanUp),
    adopt: (started) => adopt(started, true),
    async spawn<R>(role: SpawnOptions): Promise<R> {
      // A start that is given up before it looks at its configuration leaves nobody to hear of a failure.
      Promise.resolve(role.config).catch(() => undefined);
      const start = o.startRole ? startElsewhere(o.startRole, role) : startProcessOf(role);
      pending.add(start);
      try {
        return (await start) as R;
      } catch (error) {
        // Others wait for what this one would have done: they must not wait in vain.
        if (role.critical && !stopping) death.reject(error);
        throw error;
      } finally {
        pending.delete(start);
      }
    },
    async kill(name, signal) {
      const started = running.get(name) ?? adopted.get(name);
      if (!started) return;
      await started.kill(signal);
      await started.exited;
    },
    async stop() {
      stopping = true;
      givenUp.abort();
      await Promise.allSettled(pending);
      for (const started of [...running.values()].reverse()) await started.stop();
      // Our processes use the containers, and no container uses a process but for the L1.
      for (const started of [...adopted.values()].reverse()) await started.stop();
      for (const cleanUp of cleanUps) await cleanUp();
    },
  };
}
