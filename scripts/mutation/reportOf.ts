import type { Mutant } from './findMutants.ts';
import type { Outcome, Tried } from './runMutants.ts';

type Counts = Record<string, { killed: number; survived: number }>;

/** A mutant without the whole source. */
type Place = Omit<Mutant, 'source'>;

/** What a run found out; kept in the repository. */
export interface Report {
  seed: number;
  /** Mutants that compiled. */
  total: number;
  killed: number;
  byOperator: Counts;
  byFile: Counts;
  /** Explained by hand: why no test can tell it from the original, or what it would take. */
  survivors: (Place & { explanation: string })[];
  mutants: (Place & { killedBy?: string })[];
}

/** Sums up the mutants that compiled. */
export function reportOf(o: { seed: number; tried: readonly Tried[] }): Report {
  const compiled = o.tried.filter(({ outcome }) => outcome !== 'not compiled');
  const survivors = compiled.filter(({ outcome }) => outcome === 'survived');
  return {
    seed: o.seed,
    total: compiled.length,
    killed: compiled.length - survivors.length,
    byOperator: countBy(compiled, ({ operator }) => operator),
    byFile: countBy(compiled, ({ file }) => file),
    survivors: survivors.map((mutant) => ({ ...placeOf(mutant), explanation: '' })),
    mutants: compiled.map((mutant) => ({
      ...placeOf(mutant),
      ...(mutant.outcome === 'killed' ? { killedBy: mutant.by } : {}),
    })),
  };
}

/** What an earlier run had killed needs no second try. */
export function killedBefore(mutant: Mutant, earlier: Report | undefined): Outcome | undefined {
  const by = earlier?.mutants.find(
    (m) => m.killedBy !== undefined && m.line === mutant.line && keyOf(m) === keyOf(mutant),
  )?.killedBy;
  return by === undefined ? undefined : { outcome: 'killed', by };
}

/** Takes over the explanations of an earlier run, where the same lines were changed in the same way. */
export function explain(report: Report, earlier: Report | undefined): Report {
  const known = new Map(earlier?.survivors.map((mutant) => [keyOf(mutant), mutant.explanation]));
  return {
    ...report,
    survivors: report.survivors.map((s) => ({ ...s, explanation: known.get(keyOf(s)) ?? '' })),
  };
}

/** A line number may move; what the line says, seldom. */
function keyOf({ file, operator, before, after }: Place): string {
  return [file, operator, before, after].join('\n');
}

function placeOf({ file, operator, line, before, after }: Mutant): Place {
  return { file, operator, line, before, after };
}

function countBy(tried: readonly Tried[], groupOf: (mutant: Tried) => string): Counts {
  const counts: Counts = {};
  for (const mutant of tried) {
    const key = groupOf(mutant);
    const { killed, survived } = counts[key] ?? { killed: 0, survived: 0 };
    const kill = mutant.outcome === 'killed' ? 1 : 0;
    counts[key] = { killed: killed + kill, survived: survived + 1 - kill };
  }
  return counts;
}
