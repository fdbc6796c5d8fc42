import { BaseError } from './BaseError.ts';
import { armDeath } from './deathPoint.ts';
import { type Door, openDoor } from './processDoor.ts';
import type { Service } from './Service.ts';
import type { RemoteFailure, ToChild } from './startProcess.ts';
import { pause } from './waitFor.ts';

/** Longest time a service may take to stop; nobody is left to insist when the parent is gone. */
const STOP_TIMEOUT_MS = 5_000;

/**
 * The other end of `startProcess`: takes the configuration, starts the service, says that it is
 * ready, and stops it on SIGTERM or when the parent is gone. Started without a parent, it reads its
 * configuration from `--config <file>` and reports on stdout: so it runs in a container, or alone.
 * @param start returns the service and what the parent is told; `progress` tells it more before that
 */
export function serveProcess<C>(
  start: (
    config: C,
    progress: (message: string) => void,
  ) => Promise<{ service: Service; ready: unknown }>,
): void {
  let service: Service | undefined;
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    const stopped = service?.stop().catch(() => undefined);
    await Promise.race([stopped, pause({ ms: STOP_TIMEOUT_MS })]);
    process.exit(code);
  };
  const door: Door = openDoor();
  if (process.env['BIGFILE_PROCESS']) process.title = `bigfile-${process.env['BIGFILE_PROCESS']}`;
  process.once('disconnect', () => void end(0));
  process.once('SIGTERM', () => void end(0));
  process.on('SIGINT', () => {
    // Ctrl-C reaches the whole group; a parent decides the order in which its children stop.
    if (!door.hasParent) void end(130);
  });
  process.on('message', (message: ToChild) => {
    if (message.type === 'die') armDeath(message.death);
  });
  void (async () => {
    try {
      const started = await start((await door.config()) as C, (message) => {
        void door.tell({ type: 'progress', message });
      });
      service = started.service;
      await door.tell({ type: 'ready', value: started.ready });
    } catch (error) {
      await door.tell({ type: 'failed', failure: describe(error) });
      await end(1);
    }
  })();
}

function describe(error: unknown): RemoteFailure {
  if (error instanceof BaseError) {
    const { code, shortMessage: message, metaMessages, details } = error;
    return { code, message, metaMessages, details };
  }
  const stack = error instanceof Error ? error.stack : undefined;
  return { code: 'CORE_UNEXPECTED', message: String(error), metaMessages: [], details: stack };
}
