// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadCircuitFileError } from '../errors.ts';

const ROOTS = {
  circuits: fileURLToPath(new URL('..', import.meta.url)),
  circomlib: dirname(createRequire(import.meta.url).resolve('circomlib/package.json')),
};

/**
 * A circom file and all it includes, ours and circomlib's, by path (`circuits/…`, `circomlib/…`) in
 * sorted order. Laid out below one folder, that folder being the library path, they compile alone.
 * @param main path below `circuits/`
 * @throws BadCircuitFileError for an include that is not there
 */
export function circuitSources(main: string): Map<string, string> {
  const found = new Map<string, string>();
  const queue = [posix.join('circuits', main)];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    const text = readFileSync(locate(path), 'utf8');
    found.set(path, text);
    for (const [, include] of text.matchAll(/^\s*include\s+"([^"]+)"/gm)) {
      queue.push(resolveInclude({ from: path, include: include! }));
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function resolveInclude(o: { from: string; include: string }): string {
  const candidates = [posix.join(posix.dirname(o.from), o.include), posix.normalize(o.include)];
  const path = candidates.find((c) => rootOf(c) !== undefined && existsSync(locate(c)));
  if (path !== undefined) return path;
  throw new BadCircuitFileError({
    what: 'include of a circom file',
    details: `${o.from} includes ${o.include}`,
  });
}

function rootOf(path: string): string | undefined {
  return ROOTS[path.split('/')[0] as keyof typeof ROOTS];
}

function locate(path: string): string {
  return join(rootOf(path)!, ...path.split('/').slice(1));
}
