import { availableParallelism } from 'node:os';
import { AbortedError } from '#core';
import {
  ConfinementUnavailableError,
  JobExitError,
  JobOutOfMemoryError,
  JobOutputTooLargeError,
  JobTimeoutError,
} from '../errors.ts';
import { runInRoom } from './runInRoom.ts';
import type { ConfinedJob, ConfinedResult, Observed } from './types.ts';

/** Node's permission model: no files but these, no child processes, workers, addons or WASI. */
const SECOND_WALL = [
  '--permission',
  '--allow-fs-read=/job/',
  '--allow-fs-read=/tmp/',
  '--allow-fs-write=/tmp/',
];

/**
 * Runs one job in a room of its own: no network, nothing of the host's file system but Node and its
 * libraries, no environment, no privilege, bounded time, memory and output, and no way to outlive
 * the caller. The room is made of kernel namespaces (confine.sh); Node's permission model is a
 * second wall inside it. Works as root and, where the kernel lets them make user namespaces, for
 * other users.
 * @throws ConfinementUnavailableError where the room cannot be made; the job is then not run
 * @throws JobTimeoutError | JobOutOfMemoryError | JobOutputTooLargeError | JobExitError
 * @throws AbortedError when `signal` fires
 */
export async function runConfined(job: ConfinedJob): Promise<ConfinedResult> {
  if (process.platform !== 'linux') {
    throw new ConfinementUnavailableError({ missing: `it runs ${process.platform}, not Linux` });
  }
  const observed = await runInRoom({ job, nodeOptions: SECOND_WALL });
  if (job.signal?.aborted) throw new AbortedError({ what: 'a confined job' });
  assertSucceeded({ job, observed });
  return { output: observed.output, ms: observed.ms };
}

/** Exit codes that a shell gives for a job killed by SIGKILL and by SIGXCPU. */
const KILLED = 137;
const CPU_LIMIT = 152;
const NO_MEMORY = /out of memory|allocation failed|bad_alloc|ERR_MEMORY_ALLOCATION_FAILED|ENOMEM/i;

function assertSucceeded(o: { job: ConfinedJob; observed: Observed }): void {
  const { limits } = o.job;
  const { stderr, exitCode, ms, ready, timedOut, tooLarge } = o.observed;
  if (tooLarge) throw new JobOutputTooLargeError({ outputBytes: limits.outputBytes });
  if (timedOut) throw new JobTimeoutError({ limit: 'wall', allowedMs: limits.wallMs, stderr });
  if (!ready) {
    const missing = 'the kernel refused a namespace or a mount';
    throw new ConfinementUnavailableError({ missing, details: stderr });
  }
  const cpuMs = limits.cpuSeconds * 1000;
  const mayHaveUsedCpu = ms * availableParallelism() >= cpuMs;
  if (exitCode === CPU_LIMIT || (exitCode === KILLED && mayHaveUsedCpu)) {
    throw new JobTimeoutError({ limit: 'cpu', allowedMs: cpuMs, stderr });
  }
  // Otherwise only the kernel sends SIGKILL, when the machine has no memory left.
  if (exitCode === KILLED || (exitCode !== 0 && NO_MEMORY.test(stderr))) {
    throw new JobOutOfMemoryError({ memoryMiB: limits.memoryMiB, stderr });
  }
  if (exitCode !== 0) throw new JobExitError({ exitCode: exitCode ?? -1, stderr });
}
