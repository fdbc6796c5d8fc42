import { delimiter } from 'node:path';

/** The only place that reads the environment. */
export function environment(name: `BIGFILE_${string}`): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}

/** Level of the log, from `BIGFILE_LOG_LEVEL`; `info` unless told. */
export function logLevel(): string {
  return environment('BIGFILE_LOG_LEVEL') ?? 'info';
}

/** Where the user says that the container engine is. */
export function dockerHost(): string | undefined {
  return process.env['DOCKER_HOST'] || undefined;
}

/** True where a terminal escape code would be noise. */
export function plainOutput(): boolean {
  return (
    !process.stderr.isTTY || process.env['NO_COLOR'] !== undefined || process.env['CI'] === 'true'
  );
}

/** Folders in which commands are looked for. */
export function searchPath(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
}
