import { writeProgramLock } from '#circuits';
import { openProgram, type ProgramContext } from './ProgramContext.ts';

const LINES = ['name', 'constraints', 'setup', 'sourceSha256', 'r1csSha256', 'keyHash'] as const;

/** Compiles a program's circuit and makes its key, or finds both in the cache, and records them. */
export async function build(context: ProgramContext): Promise<number> {
  const { from, artifacts } = await openProgram(context);
  const { manifest, dir } = artifacts;
  const { folder } = from.circuit;
  const lock = folder === undefined ? undefined : await writeProgramLock({ folder, artifacts });
  context.output.result({ dir, ...(lock ? { lock } : {}), manifest }, () => [
    ...LINES.map((fact) => `${fact.padEnd(13)} ${manifest[fact]}`),
    `${'files'.padEnd(13)} ${dir}`,
    ...(lock ? [`${'record'.padEnd(13)} ${lock}`] : []),
  ]);
  return 0;
}
