import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '#core';
import { ensureArtifacts } from '../artifacts/ensureArtifacts.ts';
import { StackAlreadyRunningError, StackStartFailedError } from '../errors.ts';
import { createManifest } from '../run/manifest.ts';
import { parseOptions, type StackOptions } from '../session/options.ts';
import type { StackInfo } from '../session/StackInfo.ts';
import { readSession } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';
import { describeStack, nextCommands } from './describeStack.ts';
import { Interrupted, interruption, withStack } from './runningStack.ts';

const START_TIMEOUT_MS = 600_000;
const TAIL_BYTES = 4_096;

/** Brings the stack up: in the foreground, in the background, or on paper. */
export function up(context: CommandContext): Promise<number> {
  if (context.flags.dryRun) return dryRun(context);
  return context.flags.detach ? detached(context) : foreground(context);
}

async function dryRun({ options: input, output }: CommandContext): Promise<number> {
  const options = parseOptions(input);
  const artifacts = await ensureArtifacts(options);
  const { accounts, ...manifest } = await createManifest({ options, artifacts });
  // Keys and code are many; the addresses and the sizes are what one looks for.
  const roles = Object.fromEntries(
    Object.entries(accounts.roles).map(([name, a]) => [name, a.address]),
  );
  const shown = {
    ...manifest,
    options: { ...options, mnemonic: '***' },
    accounts: { users: accounts.users.map((a) => a.address), roles },
    validators: manifest.validators.map(({ name, account, publicKey }) => ({
      name,
      address: account.address,
      publicKey,
    })),
    providers: manifest.providers.map(({ account, ...p }) => ({ ...p, address: account.address })),
  };
  output.result(shown, () => [
    JSON.stringify(shown, (_k, v) => (typeof v === 'bigint' ? `${v}` : v), 2),
  ]);
  return 0;
}

async function foreground(context: CommandContext): Promise<number> {
  const { output } = context;
  try {
    return await withStack(context, ({ stack, readyMs }) => {
      const { info, supervisor } = stack;
      output.result({ ok: true, readyMs, ...info, processes: supervisor.pids() }, () => [
        `\nReady after ${(readyMs / 1000).toFixed(1)} s.`,
        ...describeStack(info),
        ...nextCommands(info),
      ]);
      return supervisor.died;
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return error.exitCode === 130 ? 130 : 0;
  }
}

/** Starts the same command again, without a terminal, and waits until that one is ready. */
async function detached({ options: input, output }: CommandContext): Promise<number> {
  const options = parseOptions(input);
  const other = readSession(options.dataDir);
  if (other) throw new StackAlreadyRunningError({ pid: other.pid, dataDir: options.dataDir });
  const background = spawnBackground(options);
  const signal = interruption();
  try {
    const { info, pid } = await readyOf({ background, dataDir: options.dataDir, signal });
    background.child.unref();
    output.result({ ok: true, pid, ...info }, () => [
      `Ready, in the background (process ${pid}, log ${background.logFile}).`,
      ...describeStack(info),
      ...nextCommands(info),
    ]);
    return 0;
  } catch (error) {
    background.child.kill('SIGTERM');
    await background.ended;
    if (signal.reason instanceof Interrupted) return signal.reason.exitCode;
    throw error;
  }
}

interface Background {
  child: ChildProcess;
  ended: Promise<unknown>;
  /** What it says to people, and the JSON it prints. */
  logFile: string;
  outFile: string;
}

function spawnBackground(options: StackOptions): Background {
  const directory = join(options.dataDir, 'logs');
  mkdirSync(directory, { recursive: true });
  const [logFile, outFile] = [
    join(directory, 'supervisor.log'),
    join(directory, 'supervisor.json'),
  ];
  const args = process.argv.slice(1).filter((arg) => !['-d', '--detach', '--json'].includes(arg));
  const child = spawn(process.execPath, [...process.execArgv, ...args, '--json'], {
    detached: true,
    stdio: ['ignore', openSync(outFile, 'w'), openSync(logFile, 'w')],
  });
  return { child, ended: once(child, 'exit'), logFile, outFile };
}

/** @throws StackStartFailedError with the code of what failed; AbortedError */
async function readyOf(o: {
  background: Background;
  dataDir: string;
  signal: AbortSignal;
}): Promise<{ pid: number; info: StackInfo }> {
  const { child, logFile, outFile } = o.background;
  const outcome = await waitFor({
    what: 'the stack to be ready',
    timeoutMs: START_TIMEOUT_MS,
    signal: o.signal,
    check: () => {
      const { pid, state, info } = readSession(o.dataDir) ?? {};
      if (pid !== undefined && pid === child.pid && state === 'ready' && info) return { pid, info };
      return child.exitCode === null && child.signalCode === null ? undefined : 'ended';
    },
  });
  if (outcome !== 'ended') return outcome;
  throw new StackStartFailedError({
    tail: readFileSync(logFile, 'utf8').slice(-TAIL_BYTES),
    logFile,
    failure: failureIn(readFileSync(outFile, 'utf8')),
  });
}

/** The error in the last line that a command with `--json` prints. */
function failureIn(stdout: string): { code: string; message: string; next: string[] } | undefined {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '').error;
  } catch {
    return undefined;
  }
}
