import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import { dirname } from 'node:path';
import { PortInUseError, startHttpServer } from '#core';
import type { StackOptions } from '../session/options.ts';
import type { Finding } from './types.ts';

const NODE_WANTED = 24;
const GIB = 2 ** 30;
/** Measured: the embedded stack peaks at 1.6 GiB; each container adds a few MiB to its process. */
const MEMORY_BYTES = 2 * GIB;
const DISK_BYTES = 2 * GIB;

/** The running Node.js. */
export function checkNode(): Finding {
  const found = `Node.js ${process.versions.node}`;
  if (Number(process.versions.node.split('.')[0]) >= NODE_WANTED)
    return { name: 'node', state: 'ok', found };
  const fix = `Install Node.js ${NODE_WANTED}, or use \`npm start\`, which brings its own.`;
  return { name: 'node', state: 'problem', found, fix };
}

/** Free memory and processors of this machine. */
export function checkMachine(): Finding[] {
  const cores = availableParallelism();
  const memory = `${gib(freemem())} free`;
  return [
    {
      name: 'processors',
      ...(cores >= 2
        ? { state: 'ok', found: `${cores}` }
        : {
            state: 'note',
            found: `${cores}`,
            fix: 'One processor works, slowly: two are better.',
          }),
    },
    {
      name: 'memory',
      ...(freemem() >= MEMORY_BYTES
        ? { state: 'ok', found: memory }
        : {
            state: 'note',
            found: memory,
            fix: `A stack takes up to ${gib(MEMORY_BYTES)}: stop something else.`,
          }),
    },
  ];
}

/** Room for journals and circuits. */
export function checkDisk({ dataDir }: StackOptions): Finding {
  const { bavail, bsize } = statfsSync(existing(dataDir));
  const found = `${gib(bavail * bsize)} free at ${dataDir}`;
  if (bavail * bsize >= DISK_BYTES) return { name: 'disk', state: 'ok', found };
  const fix = `Free some, or give a --data-dir with at least ${gib(DISK_BYTES)}.`;
  return { name: 'disk', state: 'problem', found, fix };
}

/** The folder, or the nearest one above it that there is. */
function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder));
}

/** Whether the ports that were asked for can be listened on. */
export function checkPorts(o: StackOptions): Promise<Finding[]> {
  const wanted = {
    ...{ 'l1-port': o.l1Port, 'l2-port': o.l2Port, 'bridge-port': o.bridgePort },
    ...(o.prover === 'official' ? { 'prover-port': o.proverPort } : {}),
  };
  return Promise.all(
    Object.entries(wanted)
      .filter(([, port]) => port !== 0)
      .map(([flag, port]) => checkPort({ flag, port, host: o.host })),
  );
}

async function checkPort(o: { flag: string; port: number; host: string }): Promise<Finding> {
  const name = `port ${o.port}`;
  try {
    await (await startHttpServer({ ...o, handler: () => undefined })).stop();
    return { name, state: 'ok', found: 'free' };
  } catch (error) {
    if (!(error instanceof PortInUseError)) {
      return { name, state: 'problem', found: String(error), fix: `Give another --host.` };
    }
    const fix = `Stop what has it (ss -ltnp 'sport = :${o.port}'), or give another --${o.flag}.`;
    return { name, state: 'problem', found: 'taken', fix };
  }
}

export function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}
