import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import type { Death } from './deathPoint.ts';
import { ProcessExitedError, ProcessFailedError, WaitTimeoutError } from './errors.ts';
import { openLogFile } from './openLogFile.ts';
import type { Service } from './Service.ts';
import { pause } from './waitFor.ts';

const TAIL_BYTES = 4_096;

// A small young generation: a third less memory in each of a dozen processes, and no slower.
const EXEC_ARGV = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=1'];

export interface ProcessOptions {
  name: string;
  /** TypeScript file that calls `serveProcess`. */
  entry: string;
  /**
   * Sent over IPC, so that keys stand neither in the arguments nor in the environment. A promise
   * lets the process load its modules while the configuration is still being made.
   */
  config: unknown;
  /** File that takes what the process prints. */
  logFile: string;
  /** Counted from the moment the configuration is sent. */
  readyTimeoutMs: number;
  /** Milliseconds between SIGTERM and SIGKILL; 5,000 unless told. */
  graceMs?: number;
  /** Told what the process says of its progress until it is ready. */
  onProgress?: (message: string) => void;
  /** Gives the start up: the process is killed. Without effect once it is ready. */
  signal?: AbortSignal;
}

export interface ProcessEnd {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** The last 4 KiB of what it printed. */
  tail: string;
}

export interface StartedProcess extends Service {
  pid: number;
  /** What the process said of itself when it was ready. */
  ready: unknown;
  /** Settles when the process has ended, whatever the reason. */
  exited: Promise<ProcessEnd>;
  kill(signal: NodeJS.Signals): void;
  /** For drills: has it die when it comes to a place. */
  dieAt(death: Death): void;
}

/** An error as it crosses the process border: a class does not survive it, its facts do. */
export interface RemoteFailure {
  code: string;
  message: string;
  metaMessages: readonly string[];
  details?: string | undefined;
}

export type ToChild = { type: 'config'; value: unknown } | { type: 'die'; death: Death };
export type FromChild =
  | { type: 'progress'; message: string }
  | { type: 'ready'; value: unknown }
  | { type: 'failed'; failure: RemoteFailure };

/**
 * Starts a process of ours and waits until it says that it is ready. The child ends when this
 * process does, however that happens: its IPC channel closes.
 * @throws ProcessFailedError when it reports why it cannot start
 * @throws ProcessExitedError when it ends first, with what it printed last
 * @throws WaitTimeoutError when it is not ready in time; it is then killed
 */
export async function startProcess(o: ProcessOptions): Promise<StartedProcess> {
  const child = fork(o.entry, [], {
    execArgv: EXEC_ARGV,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: childEnvironment(o.name),
  });
  const tail = keepOutput({ child, logFile: o.logFile });
  const exited: Promise<ProcessEnd> = once(child, 'exit').then(([exitCode, signal]) => ({
    exitCode,
    signal,
    tail: tail(),
  }));
  const stop = async () => {
    child.kill('SIGTERM');
    const ended = new AbortController();
    void exited.then(() => ended.abort());
    await pause({ ms: o.graceMs ?? 5_000, signal: ended.signal });
    child.kill('SIGKILL');
    await exited;
  };
  const giveUp = () => void child.kill('SIGKILL');
  o.signal?.addEventListener('abort', giveUp, { once: true });
  if (o.signal?.aborted) giveUp();
  try {
    const ready = await handshake({ ...o, child, exited });
    const pid = child.pid as number;
    return {
      ...{ name: o.name, pid, ready, exited, stop },
      kill: (signal) => void child.kill(signal),
      dieAt: (death) => void child.send({ type: 'die', death } satisfies ToChild),
    };
  } catch (error) {
    giveUp();
    throw error;
  } finally {
    o.signal?.removeEventListener('abort', giveUp);
  }
}

function childEnvironment(name: string): NodeJS.ProcessEnv {
  const compiled = getCompileCacheDir();
  return {
    ...process.env,
    // A title tells the processes apart in ps and top.
    BIGFILE_PROCESS: name,
    // Every process loads the same modules: they need not be compiled a dozen times.
    ...(compiled ? { NODE_COMPILE_CACHE: dirname(compiled) } : {}),
  };
}

function keepOutput(o: { child: ChildProcess; logFile: string }): () => string {
  const file = openLogFile(o.logFile);
  let tail = '';
  const take = (chunk: Buffer) => {
    file.write(chunk);
    tail = (tail + chunk.toString()).slice(-TAIL_BYTES);
  };
  o.child.stdout?.on('data', take);
  o.child.stderr?.on('data', take);
  o.child.once('close', () => file.end());
  return () => tail;
}

async function handshake(
  o: ProcessOptions & { child: ChildProcess; exited: Promise<ProcessEnd> },
): Promise<unknown> {
  const gaveUp = new AbortController();
  const message = new Promise<Exclude<FromChild, { type: 'progress' }>>((resolve) => {
    o.child.on('message', (raw) => {
      const m = raw as FromChild;
      if (m.type === 'progress') o.onProgress?.(m.message);
      else resolve(m);
    });
  });
  // A child that dies at once breaks the channel; `exited` then tells what happened.
  o.child.on('error', () => undefined);
  const value = await Promise.race([o.config, o.exited.then(() => undefined)]);
  if (o.child.connected) o.child.send({ type: 'config', value }, () => undefined);
  const timeout = pause({ ms: o.readyTimeoutMs, signal: gaveUp.signal });
  const first = await Promise.race([message, o.exited, timeout]);
  gaveUp.abort();
  if (first === undefined) {
    throw new WaitTimeoutError({ what: `the ${o.name} process`, timeoutMs: o.readyTimeoutMs });
  }
  if (!('type' in first)) throw new ProcessExitedError({ name: o.name, ...first });
  if (first.type === 'failed') throw new ProcessFailedError({ name: o.name, ...first.failure });
  return first.value;
}
