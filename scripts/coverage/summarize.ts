import type { Statement } from './instrument.ts';

export interface Coverage {
  lines: number;
  linesHit: number;
  statements: number;
  statementsHit: number;
  /** Statements that no test reached, by line. */
  missed: { line: number; text: string }[];
}

/**
 * What was reached, by file. A line counts when a statement is on it, and is hit when no statement on it
 * was missed.
 */
export function summarize(o: {
  statements: readonly Statement[];
  hit: ReadonlySet<string>;
}): Record<string, Coverage> {
  const summary: Record<string, Coverage> = {};
  for (const file of new Set(o.statements.map((s) => s.file))) {
    const statements = o.statements.filter((s) => s.file === file);
    const missed = statements.filter(({ tag }) => !o.hit.has(tag));
    const [all, bad] = [linesOf(statements), linesOf(missed)];
    summary[file] = {
      ...{ lines: all.size, linesHit: all.size - bad.size },
      ...{ statements: statements.length, statementsHit: statements.length - missed.length },
      missed: missed.map(({ lines: [line], text }) => ({ line, text: text.split('\n')[0]! })),
    };
  }
  return summary;
}

/** Sums of several files. */
export function total(coverages: readonly Coverage[]): Coverage {
  const sum = (key: 'lines' | 'linesHit' | 'statements' | 'statementsHit') =>
    coverages.reduce((all, coverage) => all + coverage[key], 0);
  return {
    ...{ lines: sum('lines'), linesHit: sum('linesHit') },
    ...{ statements: sum('statements'), statementsHit: sum('statementsHit') },
    missed: coverages.flatMap(({ missed }) => missed),
  };
}

/** In percent, with two places. */
export function percent(hit: number, all: number): string {
  return `${((100 * hit) / Math.max(all, 1)).toFixed(2)} %`;
}

function linesOf(statements: readonly Statement[]): Set<number> {
  return new Set(
    statements.flatMap(({ lines: [first, last] }) =>
      Array.from({ length: last - first + 1 }, (_, i) => first + i),
    ),
  );
}
