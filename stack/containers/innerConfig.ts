import { basename, join } from 'node:path';
import type { StackOptions } from '../session/options.ts';

/** Where a role's container keeps its state. */
export const INNER_DATA = '/data';
/** Where the images have the built circuits. */
export const INNER_CIRCUITS = '/app/.bigfile/cache/circuits';
/** Where a configuration file with hooks is copied; its imports are those of the devkit. */
export const INNER_CONFIG_FILE = '/app/bigfile.config.ts';

/** Where the folder of a program is copied that is not in the images. */
export function innerProgram(o: { index: number; folder: string }): string {
  return `/app/programs/${o.index}-${basename(o.folder)}`;
}

/**
 * A role's configuration as it must be inside a container: addresses, ports, paths and the URLs of
 * others differ there; everything else stays.
 * @param o.port port to listen on inside
 * @param o.fromInside what a URL on this host is for a container
 */
export async function innerConfig(o: {
  config: unknown;
  name: string;
  port: number;
  options: Pick<StackOptions, 'dataDir' | 'cacheDir' | 'configFile' | 'programs'>;
  fromInside: (url: string) => Promise<string>;
}): Promise<Record<string, unknown>> {
  const paths: [outer: string | undefined, inner: string][] = [
    [join(o.options.dataDir, 'state', o.name), INNER_DATA],
    [join(o.options.cacheDir, 'circuits'), INNER_CIRCUITS],
    [o.options.configFile, INNER_CONFIG_FILE],
    ...o.options.programs.map((folder, index): [string, string] => [
      folder,
      innerProgram({ index, folder }),
    ]),
  ];
  const text = async (value: string): Promise<string> => {
    const path = paths.find(([outer]) => outer && isAtOrBelow(value, outer));
    if (path) return path[1] + value.slice((path[0] as string).length);
    return isHostUrl(value) ? await o.fromInside(value) : value;
  };
  const translate = async (value: unknown): Promise<unknown> => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return Promise.all(value.map(translate));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([k, v]) => [k, await translate(v)] as const);
    const inner: Record<string, unknown> = Object.fromEntries(await Promise.all(entries));
    // Whoever listens has both.
    const listens = 'host' in inner && typeof inner['port'] === 'number';
    return listens ? { ...inner, host: '0.0.0.0', port: o.port } : inner;
  };
  return (await translate(o.config)) as Record<string, unknown>;
}

/** What a role says of itself, with its URLs as this process reaches them. */
export function outerReady(o: { ready: unknown; port: number; url: string }): unknown {
  const own = new RegExp(`^http://0\\.0\\.0\\.0:${o.port}`);
  return Object.fromEntries(
    Object.entries(o.ready as Record<string, unknown>).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replace(own, o.url) : value,
    ]),
  );
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function isHostUrl(value: string): boolean {
  return /^(http|ws)s?:\/\/(127\.0\.0\.1|localhost|0\.0\.0\.0)(:\d+)?(\/|$)/.test(value);
}
