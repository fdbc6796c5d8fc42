import { createHash } from 'node:crypto';
import { resolve } from 'node:path';

/**
 * What a stack's things in the engine are labelled with: the same for every run in one data
 * directory, so that a run finds what a killed one has left.
 */
export function sessionId(dataDir: string): string {
  return createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12);
}
