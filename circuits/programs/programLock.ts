// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CircuitArtifacts, ProgramPackage } from '../types.ts';

/** What is recorded of a built circuit, to be compared with what a rebuild gives. */
export const LOCKED_FACTS = [
  'compiler',
  'flags',
  'sourceSha256',
  'constraints',
  'r1csSha256',
  'setup',
  'setupTranscript',
  'zkeySha256',
  'keyHash',
] as const;

/** Facts by name, as text or a number. */
export type ProgramLock = Record<(typeof LOCKED_FACTS)[number], string | number>;

/** One fact that is not as recorded. */
export interface LockDifference {
  fact: string;
  recorded: string | number | undefined;
  now: string | number;
}

const FILE = 'program.lock.json';
const SNAPSHOT = new URL('../snapshots/constraints.json', import.meta.url);

export function lockOf({ manifest }: CircuitArtifacts): ProgramLock {
  const facts = LOCKED_FACTS.map((fact) => {
    const value = manifest[fact];
    return [fact, Array.isArray(value) ? value.join(' ') : value] as const;
  });
  return Object.fromEntries(facts) as ProgramLock;
}

/** Records a circuit beside its sources, in a file that belongs into version control. */
export async function writeProgramLock(o: {
  folder: string;
  artifacts: CircuitArtifacts;
}): Promise<string> {
  const path = join(o.folder, FILE);
  await writeFile(path, `${JSON.stringify(lockOf(o.artifacts), null, 2)}\n`);
  return path;
}

/**
 * Compares a built circuit with its record: `program.lock.json` in its folder, or
 * `circuits/snapshots/constraints.json` for a shipped one.
 * @returns what differs; everything where there is no record
 */
export async function compareWithLock(o: {
  from: Pick<ProgramPackage, 'circuit'>;
  artifacts: CircuitArtifacts;
}): Promise<LockDifference[]> {
  const { folder, name } = o.from.circuit;
  const recorded = folder
    ? await readJson(join(folder, FILE))
    : ((await readJson(SNAPSHOT))[name] as Record<string, unknown>);
  return Object.entries(lockOf(o.artifacts))
    .map(([fact, now]) => ({ fact, recorded: recorded[fact] as string | number | undefined, now }))
    .filter(({ recorded: before, now }) => before !== now);
}

async function readJson(path: string | URL): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, unknown>;
}
