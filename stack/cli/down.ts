import { resolve } from 'node:path';
import { waitFor } from '#core';
import { isAlive } from '../session/processStart.ts';
import { requireSession } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';

const STOP_TIMEOUT_MS = 30_000;

/** Stops the stack of the data directory and waits until it is gone. */
export async function down({ options, output }: CommandContext): Promise<number> {
  const dataDir = resolve(options.dataDir ?? '.bigfile/stack');
  const session = requireSession(dataDir);
  process.kill(session.pid, 'SIGTERM');
  await waitFor({
    what: `process ${session.pid} to stop its services`,
    check: () => (isAlive(session) ? undefined : true),
    timeoutMs: STOP_TIMEOUT_MS,
  });
  output.result({ ok: true, stopped: session.pid }, () => [
    'Stopped. The state is kept: `npx bigfile up` continues the same chain.',
  ]);
  return 0;
}
