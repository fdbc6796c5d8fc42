import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareProgram, compareWithLock, programArtifacts } from '#circuits';
import { ProgramCommandError } from '../../errors.ts';
import { type ProgramContext, packageOf, tell } from './ProgramContext.ts';

const CASES = 20;

/**
 * Builds a program anew, away from the cache, and compares sources, constraints and key with the
 * record; then compares circuit and executable with the reference. Exit code 1 where anything differs.
 */
export async function check(context: ProgramContext): Promise<number> {
  const cases = casesOf(context);
  const from = await packageOf(context);
  const cacheDir = await mkdtemp(join(tmpdir(), 'bigfile-check-'));
  try {
    const artifacts = await programArtifacts({ from, cacheDir, onProgress: tell });
    const differences = await compareWithLock({ from, artifacts });
    tell(`comparing on ${cases + 2} inputs`);
    const mismatches = await compareProgram({ program: from.program, artifacts, cases });
    const ok = differences.length === 0 && mismatches.length === 0;
    context.output.result({ ok, differences, mismatches, inputs: cases + 2 }, () =>
      ok
        ? [`as recorded; circuit and executable equal the reference on ${cases + 2} inputs`]
        : [
            ...differences.map(
              ({ fact, recorded, now }) => `${fact}: recorded ${recorded ?? 'nothing'}, now ${now}`,
            ),
            ...mismatches.map(({ input, what, why }) => `${what} on ${input}: ${why}`),
          ],
    );
    return ok ? 0 : 1;
  } finally {
    await rm(cacheDir, { recursive: true, force: true });
  }
}

function casesOf({ options, command }: ProgramContext): number {
  const cases = Number(options.cases ?? CASES);
  if (Number.isSafeInteger(cases) && cases >= 0) return cases;
  throw new ProgramCommandError({ command, details: '--cases takes a number from 0' });
}
