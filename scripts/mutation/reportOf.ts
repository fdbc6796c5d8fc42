import type { Mutant } from './findMutants.ts';
import type { Outcome, Tried } from './runMutants.ts';

type Counts = Record<string, { killed: number; survived: number }>;

/** One mutant that compiled, without the whole source. */
export interface Entry extends Omit<Mutant, 'source'> {
  /** The test that failed. */
  killedBy?: string;
  /** Of a survivor, by hand: why no test can tell it from the original, or what it would take. */
  explanation?: string;
}

/** What a run tries. */
export interface Run {
  seed: number;
  /** Parts of paths, or empty for all files. */
  only: string[];
}

/** What all runs found out; kept in the repository. */
export interface Report {
  /** With how many mutants each had tried. */
  runs: (Run & { tried: number })[];
  total: number;
  killed: number;
  byOperator: Counts;
  byFile: Counts;
  mutants: Entry[];
}

/**
 * Sums up a run and those before it.
 * @param o.found every mutant that there is now: what was tried on other sources is forgotten
 */
export function reportOf(o: {
  run: Run;
  tried: readonly Tried[];
  found: readonly Mutant[];
  earlier: Report | undefined;
}): Report {
  const compiled = o.tried.filter(({ outcome }) => outcome !== 'not compiled');
  const entries = compiled.map((mutant) => entryOf(mutant, o.earlier));
  const [now, there] = [new Set(entries.map(keyOf)), new Set(o.found.map(keyOf))];
  const kept = (o.earlier?.mutants ?? []).filter((e) => there.has(keyOf(e)) && !now.has(keyOf(e)));
  const mutants = [...kept, ...entries].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const isOther = (run: Run) =>
    JSON.stringify([run.seed, run.only]) !== JSON.stringify([o.run.seed, o.run.only]);
  return {
    runs: [...(o.earlier?.runs ?? []).filter(isOther), { ...o.run, tried: compiled.length }],
    total: mutants.length,
    killed: mutants.filter(({ killedBy }) => killedBy).length,
    byOperator: countBy(mutants, ({ operator }) => operator),
    byFile: countBy(mutants, ({ file }) => file),
    mutants,
  };
}

/** What an earlier run had killed needs no second try. */
export function killedBefore(mutant: Mutant, earlier: Report | undefined): Outcome | undefined {
  const by = earlier?.mutants.find((e) => keyOf(e) === keyOf(mutant))?.killedBy;
  return by === undefined ? undefined : { outcome: 'killed', by };
}

/** The survivors that nobody has explained. */
export function unexplained(report: Report): Entry[] {
  return report.mutants.filter(({ killedBy, explanation }) => !killedBy && !explanation);
}

/** An explanation is taken over where the same line is changed in the same way, wherever that line is now. */
function entryOf(mutant: Tried, earlier: Report | undefined): Entry {
  const { file, operator, line, before, after } = mutant;
  const place = { file, operator, line, before, after };
  if (mutant.outcome === 'killed') return { ...place, killedBy: mutant.by };
  const known = earlier?.mutants.find(
    (e) => e.explanation && textOf(e) === textOf(place),
  )?.explanation;
  return { ...place, explanation: known ?? '' };
}

const textOf = (e: Entry): string => [e.file, e.operator, e.before, e.after].join('\n');

/** In the order of files and lines. */
const keyOf = (e: Entry): string =>
  [e.file, String(e.line).padStart(4, '0'), e.operator, e.before, e.after].join('\n');

function countBy(entries: readonly Entry[], groupOf: (entry: Entry) => string): Counts {
  const counts: Counts = {};
  for (const entry of entries) {
    const key = groupOf(entry);
    const { killed, survived } = counts[key] ?? { killed: 0, survived: 0 };
    const kill = entry.killedBy ? 1 : 0;
    counts[key] = { killed: killed + kill, survived: survived + 1 - kill };
  }
  return counts;
}
