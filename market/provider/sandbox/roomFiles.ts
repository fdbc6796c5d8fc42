import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { promisify } from 'node:util';
import { ConfinementUnavailableError } from '../errors.ts';

/** Where the tools are looked for; the environment of the caller has no say. */
export const TOOL_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

const USED_OUTSIDE = ['sh', 'unshare', 'mount', 'prlimit', 'pivot_root', 'install', 'hostname'];
const USED_AROUND = ['env', 'chroot', 'cat'] as const;

/** What is copied into the room for every job. */
export interface RoomFiles {
  /** The running Node's binary. */
  node: string;
  setpriv: string;
  unshare: string;
  chroot: string;
  /** Source and path in the room: `/…` around the job, `/jail/…` in the job's own root. */
  copies: readonly (readonly [source: string, target: string])[];
}

let known: Promise<RoomFiles> | undefined;

/**
 * Finds the tools, and the shared libraries of those that run after the host's root is gone.
 * @throws ConfinementUnavailableError naming what is missing
 */
export function roomFiles(): Promise<RoomFiles> {
  known ??= find();
  return known;
}

async function find(): Promise<RoomFiles> {
  for (const name of USED_OUTSIDE) tool(name);
  const node = realpathSync(process.execPath);
  const setpriv = tool('setpriv');
  const around = USED_AROUND.map(tool);
  const inside = await libraries([node, setpriv]);
  return {
    node,
    setpriv,
    unshare: tool('unshare'),
    chroot: tool('chroot'),
    copies: [
      ...[...around, ...(await libraries(around))].map((path) => [path, path] as const),
      ...inside.map((path) => [path, `/jail${path}`] as const),
      [setpriv, '/jail/bin/setpriv'],
    ],
  };
}

function tool(name: string): string {
  for (const folder of TOOL_PATH.split(':')) {
    if (existsSync(`${folder}/${name}`)) return `${folder}/${name}`;
  }
  throw new ConfinementUnavailableError({ missing: `there is no ${name} in ${TOOL_PATH}` });
}

async function libraries(binaries: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    binaries.map(async (binary) => {
      const { stdout } = await promisify(execFile)(tool('ldd'), [binary]);
      return [...stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].map((match) => match[1]!);
    }),
  );
  return [...new Set(found.flat())].sort();
}
