import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { waitFor } from '#core';
import { forgetContainers } from '../containers/forgetContainers.ts';
import { StackNotRunningError } from '../errors.ts';
import { readLastEnd } from '../session/lastEnd.ts';
import { isAlive } from '../session/processStart.ts';
import { readSession, type SessionRecord } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';

/** Says "hangs": a dozen containers on a busy machine take their time. */
const STOP_TIMEOUT_MS = 180_000;

/**
 * Stops the stack of the data directory and waits until it is gone; of a stack that was killed, removes
 * the containers and networks that it left. The state stays unless `--volumes` is given.
 */
export async function down({ options, flags, output }: CommandContext): Promise<number> {
  const dataDir = resolve(options.dataDir ?? '.bigfile/stack');
  const session = readSession(dataDir);
  if (session) await stop(session);
  const removed = await forgetContainers({ dataDir, volumes: flags.volumes === true });
  const nothing = Object.values(removed).every((count) => count === 0);
  if (!session && nothing) throw new StackNotRunningError({ dataDir, ended: readLastEnd(dataDir) });
  // What was recorded of the chains belongs to the volumes that are gone.
  if (flags.volumes)
    for (const name of ['state', 'deployment.json'])
      rmSync(join(dataDir, name), { recursive: true, force: true });
  const { containers, networks, volumes } = removed;
  output.result({ ok: true, ...(session ? { stopped: session.pid } : {}), removed }, () => [
    ...(session ? ['Stopped.'] : ['No stack was running.']),
    ...(nothing
      ? []
      : [`Removed ${containers} containers, ${networks} networks, ${volumes} volumes.`]),
    flags.volumes
      ? 'The state is gone: `npx bigfile up` begins anew.'
      : 'The state is kept: `npx bigfile up` continues the same chain.',
  ]);
  return 0;
}

async function stop(session: SessionRecord): Promise<void> {
  process.kill(session.pid, 'SIGTERM');
  await waitFor({
    what: `process ${session.pid} to stop its services`,
    check: () => (isAlive(session) ? undefined : true),
    timeoutMs: STOP_TIMEOUT_MS,
  });
}
