// Finds a Node.js that is new enough, or installs one below .node24/. Runs on any Node from 16 on,
// so it is plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const WANTED = 24;
// A prefix of its own: `npm ci` in the project would prune it (and with it the running binary).
const PREFIX = join(ROOT, '.node24');

/** Path of a Node.js binary of version 24 or later. */
export function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const binary = join(
    PREFIX,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(binary)) return binary;
  console.error(
    `Node.js ${process.versions.node} is older than ${WANTED}: installing ${name}@${WANTED} below .node24/ …`,
  );
  const install = npm([
    'install',
    '--prefix',
    PREFIX,
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    `${name}@${WANTED}`,
  ]);
  if (install.status !== 0 || !existsSync(binary)) {
    console.error(
      `Could not install ${name}@${WANTED} from npm. Install Node.js ${WANTED} by hand (https://nodejs.org) and run the same command again.`,
    );
    process.exit(1);
  }
  return binary;
}

/** Runs npm with its output on stderr, so that stdout stays free for data. */
export function npm(args, env = process.env) {
  return spawnSync('npm', args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
}

/** The environment with the given Node.js first on the path, for npm and for child processes. */
export function environmentFor(node) {
  const separator = process.platform === 'win32' ? ';' : ':';
  return { ...process.env, PATH: `${dirname(node)}${separator}${process.env.PATH ?? ''}` };
}
