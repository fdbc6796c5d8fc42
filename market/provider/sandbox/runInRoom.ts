import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { roomCommand } from './roomCommand.ts';
import { roomFiles, TOOL_PATH } from './roomFiles.ts';
import type { ConfinedJob, Observed } from './types.ts';

const STDERR_TAIL = 4096;

/** Starts a job in a room of its own and tells what was seen of it, once nothing of it is left. */
export async function runInRoom(o: {
  job: ConfinedJob;
  nodeOptions: readonly string[];
}): Promise<Observed> {
  const [command, ...args] = roomCommand({ ...o, files: await roomFiles() });
  const { limits, signal, input } = o.job;
  const child = spawn(command, args, {
    cwd: '/',
    env: { PATH: TOOL_PATH },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    timeout: limits.wallMs,
    killSignal: 'SIGKILL',
  });
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });
  if (signal?.aborted) kill();
  try {
    return await observe({ child, input, outputBytes: limits.outputBytes });
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}

async function observe(o: {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  input: Uint8Array;
  outputBytes: number;
}): Promise<Observed> {
  const { child } = o;
  const chunks: Buffer[] = [];
  let [size, stderr, reports, startedAt, endedAt] = [0, '', '', 0, 0];
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= o.outputBytes) chunks.push(chunk);
    else child.kill('SIGKILL');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_TAIL);
  });
  (child.stdio[3] as unknown as Readable).on('data', (chunk: Buffer) => {
    reports += chunk.toString('utf8');
    endedAt = performance.now();
    startedAt ||= endedAt;
  });
  // A room that cannot be made closes the pipe early; the missing report tells.
  child.stdin.on('error', () => undefined);
  child.stdin.end(o.input);
  // All ends of the pipes are closed only when the last process in the room is gone.
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  const exit = /^exit (\d+)$/m.exec(reports)?.[1];
  const tooLarge = size > o.outputBytes;
  return {
    output: Uint8Array.from(Buffer.concat(chunks)),
    tooLarge,
    timedOut: child.killed && !tooLarge,
    stderr,
    ready: reports.startsWith('ready'),
    exitCode: exit === undefined ? undefined : Number(exit),
    ms: Math.round(endedAt - startedAt),
  };
}
