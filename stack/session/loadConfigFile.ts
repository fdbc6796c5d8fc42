import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Address } from 'viem';
import type { Hook } from '#hooks';
import { ConfigFileError } from '../errors.ts';
import type { StackOptionsInput } from './options.ts';

/** What hooks may want to know of the chain they are for. */
export interface HookContext {
  chainId: bigint;
  /** The bridge on L2. */
  bridge: Address;
}

/** The default export of a `bigfile.config.ts`: options of the command line, and hooks. */
export interface BigfileConfig extends Omit<StackOptionsInput, 'configFile' | 'dataDir'> {
  /** Asked after the gas floor, in this order. */
  hooks?: readonly Hook[] | ((context: HookContext) => readonly Hook[]);
}

const DEFAULT = 'bigfile.config.ts';

/**
 * Where the configuration file is.
 * @param given the path asked for; absent: `bigfile.config.ts` of the working directory
 * @returns undefined when none was asked for and there is none
 * @throws ConfigFileError when the one asked for is not there
 */
export function findConfigFile(given: string | undefined): string | undefined {
  const path = resolve(given ?? DEFAULT);
  if (existsSync(path)) return path;
  if (given === undefined) return undefined;
  throw new ConfigFileError({ path, reason: 'there is no such file' });
}

/**
 * Runs a configuration file. Every process that needs something of it does so itself, because
 * functions do not cross process borders.
 * @throws ConfigFileError
 */
export async function loadConfigFile(path: string): Promise<BigfileConfig> {
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as typeof module;
  } catch (cause) {
    throw new ConfigFileError({ path, reason: String(cause), cause });
  }
  const config = module.default;
  if (typeof config !== 'object' || config === null) {
    throw new ConfigFileError({ path, reason: 'its default export is no object' });
  }
  const { hooks } = config as BigfileConfig;
  if (hooks !== undefined && !Array.isArray(hooks) && typeof hooks !== 'function') {
    throw new ConfigFileError({ path, reason: '`hooks` is neither a list nor a function' });
  }
  return config as BigfileConfig;
}

/** @throws ConfigFileError */
export async function loadHooks(o: {
  path: string;
  context: HookContext;
}): Promise<readonly Hook[]> {
  const { hooks = [] } = await loadConfigFile(o.path);
  return typeof hooks === 'function' ? hooks(o.context) : hooks;
}

/**
 * The options of a command: what was given comes before what the file says.
 * @throws ConfigFileError
 */
export async function withConfigFile(
  given: StackOptionsInput & { config?: string | undefined },
): Promise<StackOptionsInput> {
  const { config, ...options } = given;
  const configFile = findConfigFile(config);
  if (configFile === undefined) return options;
  const { hooks: _, ...fromFile } = await loadConfigFile(configFile);
  return { ...fromFile, ...options, configFile };
}
