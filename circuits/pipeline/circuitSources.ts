// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadCircuitFileError } from '../errors.ts';
import type { CircuitDefinition } from '../types.ts';

const ROOTS = {
  circuits: fileURLToPath(new URL('..', import.meta.url)),
  circomlib: dirname(createRequire(import.meta.url).resolve('circomlib/package.json')),
};

/** Where a circuit's main file lies: below `circuits/`, or in a folder of its own. */
export type CircuitSource = Pick<CircuitDefinition, 'main' | 'folder'>;

/** Path of the main file among its sources. */
export function mainPath({ main, folder }: CircuitSource): string {
  return posix.join(folder === undefined ? 'circuits' : 'program', main);
}

/**
 * A circom file and all it includes, by path in sorted order: `circuits/…` are the project's,
 * `circomlib/…` circomlib's, `program/…` those of the circuit's own folder. Laid out below one folder,
 * that folder being the library path, they compile alone.
 * @throws BadCircuitFileError for a file or an include that is not there
 */
export function circuitSources(circuit: CircuitSource): Map<string, string> {
  const roots: Roots = {
    ...ROOTS,
    ...(circuit.folder === undefined ? {} : { program: resolve(circuit.folder) }),
  };
  const main = mainPath(circuit);
  if (!isThere(roots, main)) {
    throw new BadCircuitFileError({
      what: 'main file of the circuit',
      details: `${main.startsWith('program/') ? join(roots['program']!, circuit.main) : main} is not there`,
    });
  }
  const found = new Map<string, string>();
  const queue = [main];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    const text = readFileSync(locate(roots, path)!, 'utf8');
    found.set(path, text);
    for (const [, include] of text.matchAll(/^\s*include\s+"([^"]+)"/gm)) {
      queue.push(resolveInclude({ roots, from: path, include: include! }));
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Roots = Readonly<Record<string, string>>;

function resolveInclude(o: { roots: Roots; from: string; include: string }): string {
  const candidates = [posix.join(posix.dirname(o.from), o.include), posix.normalize(o.include)];
  const path = candidates.find((candidate) => isThere(o.roots, candidate));
  if (path !== undefined) return path;
  throw new BadCircuitFileError({
    what: 'include of a circom file',
    details: `${o.from} includes ${o.include}, which is not there`,
  });
}

function isThere(roots: Roots, path: string): boolean {
  const file = locate(roots, path);
  return file !== undefined && existsSync(file);
}

function locate(roots: Roots, path: string): string | undefined {
  const [root = '', ...rest] = path.split('/');
  return Object.hasOwn(roots, root) ? join(roots[root]!, ...rest) : undefined;
}
