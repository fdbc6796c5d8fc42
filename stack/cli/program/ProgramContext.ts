import { join, resolve } from 'node:path';
import {
  type CircuitArtifacts,
  loadProgram,
  type ProgramPackage,
  programArtifacts,
} from '#circuits';
import { ProgramCommandError } from '../../errors.ts';
import type { CommandContext } from '../CommandContext.ts';

/** Options of the program commands; paths are relative to the working folder. */
export interface ProgramOptions {
  name?: string;
  cacheDir?: string;
  dataDir?: string;
  keyDir?: string;
  cases?: string;
  ptau?: string;
  unpublishedPtau?: boolean;
  contribute?: string[];
  beacon?: string;
  iterationsPower?: string;
  input?: string;
  userSecret?: string;
  out?: string;
  proof?: string;
  /** Private key of the account that registers. */
  key?: string;
}

export interface ProgramContext extends Pick<CommandContext, 'output'> {
  command: string;
  /** Name of a shipped program, or a folder. */
  program: string;
  options: ProgramOptions;
}

/** Where the circuits of this checkout are kept. */
export function circuitsCacheOf({ options }: Pick<ProgramContext, 'options'>): string {
  return join(resolve(options.cacheDir ?? '.bigfile/cache'), 'circuits');
}

/** The program that a command is about. @throws ProgramFolderError */
export async function packageOf(context: ProgramContext): Promise<ProgramPackage> {
  const from = await loadProgram(context.program);
  const { keyDir } = context.options;
  return keyDir === undefined ? from : { ...from, keyDir: resolve(keyDir) };
}

/** Its circuit with its key, built where needed. Progress goes to stderr. */
export async function openProgram(
  context: ProgramContext,
): Promise<{ from: ProgramPackage; artifacts: CircuitArtifacts }> {
  const from = await packageOf(context);
  const cacheDir = circuitsCacheOf(context);
  const artifacts = await programArtifacts({ from, cacheDir, onProgress: tell });
  return { from, artifacts };
}

/** Progress, for people. */
export function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** @throws ProgramCommandError */
export function required<K extends keyof ProgramOptions>(
  { options, command }: ProgramContext,
  name: K,
): NonNullable<ProgramOptions[K]> {
  const value = options[name];
  if (value !== undefined) return value;
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new ProgramCommandError({ command, details: `${flag} is missing` });
}
