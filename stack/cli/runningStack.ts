import { rmSync } from 'node:fs';
import { forgetContainers } from '../containers/forgetContainers.ts';
import { placeOf, readDeployment } from '../run/deployment.ts';
import { type RunningStack, startStack } from '../run/startStack.ts';
import type { Supervisor } from '../run/supervisor.ts';
import { writeLastEnd } from '../session/lastEnd.ts';
import { type MemoryPeak, watchMemory } from '../session/memory.ts';
import { parseOptions, type StackOptions } from '../session/options.ts';
import { claimSession } from '../session/session.ts';
import { createStepRecorder, type StepRecorder } from '../walk/steps.ts';
import type { CommandContext } from './CommandContext.ts';

/** A stack in this process, with what the foreground commands need around it. */
export interface ForegroundStack {
  options: StackOptions;
  recorder: StepRecorder;
  stack: RunningStack;
  /** Milliseconds from the start of the command until everything was up. */
  readyMs: number;
  memory(): MemoryPeak;
  stop(): Promise<void>;
}

/** Raised into the waiting command when the user or the system wants it to end. */
export class Interrupted extends Error {
  readonly exitCode: number;
  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}

/** A terminal signals the whole group, and npm passes its own signal on: both are one Ctrl-C. */
const ECHO_MS = 1_000;

/** Aborts at the first SIGINT, SIGTERM or SIGHUP; a later one ends the process at once. */
export function interruption(): AbortSignal {
  const interrupted = new AbortController();
  let since = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!interrupted.signal.aborted) since = performance.now();
      else if (performance.now() - since > ECHO_MS) process.exit(1);
      interrupted.abort(new Interrupted(signal));
    });
  }
  return interrupted.signal;
}

/**
 * Brings a stack up in this process, works with it, and stops it, whatever happens meanwhile.
 * @param work ends the command; the death of a critical process and an interruption do so too
 * @returns what `work` returns
 * @throws Interrupted, ServiceDiedError, and what the start or `work` throws
 */
export async function withStack<T>(
  context: CommandContext,
  work: (stack: ForegroundStack) => Promise<T>,
): Promise<T> {
  const signal = interruption();
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      context.output.line('\nStopping …');
      reject(signal.reason);
    });
  });
  interrupted.catch(() => undefined);
  const running = await startInForeground({ ...context, signal });
  try {
    return await Promise.race([work(running), running.stack.supervisor.died, interrupted]);
  } catch (error) {
    if (!(error instanceof Interrupted)) writeLastEnd(running.options.dataDir, error);
    throw error;
  } finally {
    await running.stop();
  }
}

/**
 * Claims the data directory and brings a stack up in it.
 * @throws StackAlreadyRunningError and what `startStack` throws
 */
async function startInForeground({
  options: input,
  flags,
  output,
  signal,
}: CommandContext & { signal: AbortSignal }): Promise<ForegroundStack> {
  const options = parseOptions(input);
  const session = await claimSession(options.dataDir);
  if (flags.reset) await forgetState(options.dataDir);
  const recorder = createStepRecorder({ onStep: output.step });
  let supervisor: Supervisor | undefined;
  const memory = watchMemory({
    names: () => ({ ...supervisor?.pids(), ...supervisor?.containerPids() }),
  });
  const stopAround = async () => {
    await memory.stop();
    session.release();
  };
  try {
    const stack = await startStack({
      ...{ options, recorder, signal },
      onProgress: (message) => output.line(`  … ${message}`),
      onSupervisor: (made) => {
        supervisor = made;
      },
    });
    session.ready(
      { ...stack.info, processes: stack.supervisor.pids() },
      stack.supervisor.containers(),
    );
    return {
      ...{ options, recorder, stack },
      readyMs: recorder.elapsed(),
      memory: memory.peak,
      async stop() {
        await stack.stop();
        await stopAround();
      },
    };
  } catch (error) {
    await stopAround();
    throw error;
  }
}

/** Of a stack with containers, the state is in the engine's volumes. */
async function forgetState(dataDir: string): Promise<void> {
  const place = readDeployment(dataDir)?.place;
  const onlyHere = placeOf({ in: 'processes', l1: 'embedded', l2: 'embedded' });
  if (place && place !== onlyHere) await forgetContainers({ dataDir, volumes: true });
  for (const name of ['state', 'deployment.json'])
    rmSync(`${dataDir}/${name}`, { recursive: true, force: true });
}
