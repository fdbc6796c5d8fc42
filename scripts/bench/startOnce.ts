import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { Sample } from './samples.ts';

const START = ['start', '--', '--once', '--json'];
const ANY_PORTS = ['--l1-port', '0', '--l2-port', '0', '--bridge-port', '0'];

interface Walked {
  timings: Record<'ready' | 'job' | 'settled' | 'total', number>;
  memory: { peakPssBytes: number };
}

/**
 * `npm start -- --once` in a checkout.
 * @throws Error with the end of the output when the command fails
 */
export async function startOnce(directory: string, env = process.env): Promise<Sample> {
  const { seconds, stdout } = await npm(directory, [...START, ...ANY_PORTS], env);
  const { timings, memory } = JSON.parse(stdout.trim().split('\n').at(-1)!) as Walked;
  return {
    command: seconds,
    ready: timings.ready / 1_000,
    job: timings.job / 1_000,
    settled: timings.settled / 1_000,
    total: timings.total / 1_000,
    memory: memory.peakPssBytes / 2 ** 20,
  };
}

/**
 * The two commands of a new user, in a bare clone of a checkout's HEAD that goes afterwards.
 * @param o.test whether the second is run too
 * @throws Error with the end of the output when one of them fails
 */
export async function inClone(root: string, o: { test: boolean }): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), 'bigfile-bench-'));
  const [clone, cache] = [join(folder, 'clone'), join(folder, 'npm')];
  const env = strangerTo(root, cache);
  try {
    await run('git', ['clone', '--quiet', root, clone], folder, env);
    const { command: first } = await startOnce(clone, env);
    const again = await startOnce(clone, env);
    const test = o.test ? { test: (await npm(clone, ['test'], env)).seconds } : {};
    return { first, ...again, ...test };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The environment without what this checkout put there: its Node.js, npm's cache and settings. */
function strangerTo(root: string, cache: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|BIGFILE_)/i.test(name));
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((p) => !p.startsWith(root));
  const vectors = resolve(root, '../shared/vectors');
  return {
    ...Object.fromEntries(own),
    PATH: path.join(delimiter),
    npm_config_cache: cache,
    ...(existsSync(vectors) ? { BIGFILE_VECTORS: vectors } : {}),
  };
}

const npm = (directory: string, args: string[], env: NodeJS.ProcessEnv) =>
  run('npm', ['--silent', ...args], directory, env);

async function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv) {
  const start = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, all] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    all += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    all += chunk.toString();
  });
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  const seconds = (performance.now() - start) / 1_000;
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')}: ended with ${code}\n${all.slice(-4_000)}`);
  return { seconds, stdout };
}
