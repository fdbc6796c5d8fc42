import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '#core';
import { ensureArtifacts } from '../artifacts/ensureArtifacts.ts';
import { StackAlreadyRunningError, StackStartFailedError } from '../errors.ts';
import { createManifest } from '../run/manifest.ts';
import { parseOptions } from '../session/options.ts';
import { readSession } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';
import { describeStack, nextCommands } from './describeStack.ts';
import {
  type ForegroundStack,
  Interrupted,
  interruption,
  startInForeground,
} from './runningStack.ts';

const START_TIMEOUT_MS = 600_000;
const TAIL_BYTES = 4_096;

/** Brings the stack up: in the foreground, in the background, or on paper. */
export function up(context: CommandContext): Promise<number> {
  if (context.flags.dryRun) return dryRun(context);
  return context.flags.detach ? detached(context) : foreground(context);
}

async function dryRun({ options: input, output }: CommandContext): Promise<number> {
  const options = parseOptions(input);
  const artifacts = await ensureArtifacts({ cacheDir: options.cacheDir });
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
  const interrupted = interruption();
  interrupted.catch(() => undefined);
  let running: ForegroundStack | undefined;
  try {
    const start = startInForeground(context);
    start.then(
      (s) => {
        running = s;
      },
      () => undefined,
    );
    const { stack, readyMs } = await Promise.race([start, interrupted]);
    output.result({ ok: true, readyMs, ...stack.info, processes: stack.supervisor.pids() }, () => [
      `\nReady after ${(readyMs / 1000).toFixed(1)} s.`,
      ...describeStack(stack.info),
      ...nextCommands(stack.info),
    ]);
    return await Promise.race([stack.supervisor.died, interrupted]);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    output.line('\nStopping …');
    return error.exitCode === 130 ? 130 : 0;
  } finally {
    await running?.stop();
  }
}

/** Starts the same command again, without a terminal, and waits until that one is ready. */
async function detached({ options: input, output }: CommandContext): Promise<number> {
  const options = parseOptions(input);
  const other = readSession(options.dataDir);
  if (other) throw new StackAlreadyRunningError({ pid: other.pid, dataDir: options.dataDir });
  mkdirSync(join(options.dataDir, 'logs'), { recursive: true });
  const logFile = join(options.dataDir, 'logs', 'supervisor.log');
  const log = openSync(logFile, 'w');
  const args = process.argv.slice(1).filter((arg) => !['-d', '--detach', '--json'].includes(arg));
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  const session = await waitFor({
    what: 'the stack to be ready',
    timeoutMs: START_TIMEOUT_MS,
    check: () => {
      const record = readSession(options.dataDir);
      return ended || (record?.pid === child.pid && record?.state === 'ready')
        ? { record }
        : undefined;
    },
  });
  if (ended || !session.record?.info) {
    throw new StackStartFailedError({
      tail: readFileSync(logFile, 'utf8').slice(-TAIL_BYTES),
      logFile,
    });
  }
  child.unref();
  const { info, pid } = session.record;
  output.result({ ok: true, pid, ...info }, () => [
    `Ready, in the background (process ${pid}, log ${logFile}).`,
    ...describeStack(info),
    ...nextCommands(info),
  ]);
  return 0;
}
