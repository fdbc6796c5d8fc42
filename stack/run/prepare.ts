import { join } from 'node:path';
import { startProcess } from '#core';
import type { Artifacts } from '../artifacts/ensureArtifacts.ts';
import type { StackOptions } from '../session/options.ts';
import type { Manifest } from './manifest.ts';

const TIMEOUT_MS = 600_000;

export interface Prepared {
  artifacts: Artifacts;
  manifest: Manifest;
}

/**
 * Phases 1 and 2 of a start, in a process that then ends: compilers, key setup and a scratch engine
 * leave nothing behind in the memory of the supervisor.
 * @throws ProcessFailedError with the code of what failed, such as `STACK_BUILD_FAILED`
 */
export async function prepare(o: {
  options: StackOptions;
  onProgress?: ((message: string) => void) | undefined;
  logDir: string;
  signal?: AbortSignal | undefined;
}): Promise<Prepared> {
  const build = await startProcess({
    name: 'build',
    entry: join(import.meta.dirname, '..', 'roles', 'build.ts'),
    config: o.options,
    logFile: join(o.logDir, 'build.log'),
    readyTimeoutMs: TIMEOUT_MS,
    ...(o.onProgress ? { onProgress: o.onProgress } : {}),
    ...(o.signal ? { signal: o.signal } : {}),
  });
  await build.stop();
  return build.ready as Prepared;
}
