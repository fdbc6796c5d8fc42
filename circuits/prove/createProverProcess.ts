// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ProverFailedError } from '../errors.ts';
import type { CircuitArtifacts, ProveResult, Prover } from '../types.ts';
import type { ProverOptions } from './createProver.ts';
import type { ProverAnswer, ProverCall, ToProver } from './proverProcess.ts';

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/**
 * A prover in a process of its own with worker threads, so that whoever waits for a proof can answer
 * meanwhile. (In a thread alone it will not do: snarkjs' own thread library takes it for one of its
 * own.) Proofs are made one after another. A process that dies, out of memory for example, is started
 * again with the next proof; a cancelled proof that is being made ends the process.
 * @throws ProverFailedError from its methods, with the code of the prover's own error
 */
export function createProverProcess(
  circuit: CircuitArtifacts,
  options: ProverOptions = {},
): Prover & { pid(): number | undefined } {
  let running: { child: ChildProcess; waiting: Map<number, Waiting> } | undefined;
  let nextId = 0;
  let line: Promise<unknown> = Promise.resolve();

  const start = () => {
    const started = { child: launch(), waiting: new Map<number, Waiting>() };
    const { child, waiting } = started;
    child.on('message', (answer: ProverAnswer) => {
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) caller?.reject(new ProverFailedError(answer.error));
      else caller?.resolve(answer.value as never);
    });
    const died = (message: string) => {
      if (running === started) running = undefined;
      for (const { reject } of waiting.values()) {
        reject(new ProverFailedError({ reason: 'CIRCUITS_PROVER_DIED', message }));
      }
      waiting.clear();
    };
    child.on('error', (error) => died(String(error)));
    child.on('exit', (code, signal) =>
      died(`its process ended (${signal ?? `exit code ${code}`})`),
    );
    child.send({ circuit, options } satisfies ToProver);
    return started;
  };
  const call = <T>(method: ProverCall['method'], args: unknown[]): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      running ??= start();
      nextId += 1;
      running.waiting.set(nextId, { resolve, reject });
      running.child.send({ id: nextId, method, args });
    });

  async function prove(
    inputs: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<ProveResult> {
    if (signal?.aborted) throw cancelled();
    const proving = call<ProveResult>('prove', [inputs]);
    const { child } = running!;
    // There is no other way to stop a proof than to stop who makes it.
    const kill = () => void child.kill('SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    try {
      return await proving;
    } catch (error) {
      throw signal?.aborted ? cancelled() : error;
    } finally {
      signal?.removeEventListener('abort', kill);
    }
  }

  return {
    pid: () => running?.child.pid,
    prove(inputs, { signal } = {}) {
      const turn = line.then(() => prove(inputs, signal));
      line = turn.catch(() => undefined);
      return turn;
    },
    verify: (o) => call('verify', [o]),
    async close() {
      if (!running) return;
      const { child } = running;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function cancelled(): ProverFailedError {
  return new ProverFailedError({
    reason: 'CIRCUITS_PROVER_CANCELLED',
    message: 'it was cancelled',
  });
}

function launch(): ChildProcess {
  return fork(fileURLToPath(new URL('./proverProcess.ts', import.meta.url)), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, BIGFILE_PROCESS: 'prover' },
  });
}
