import { maskSource } from './maskSource.ts';
import { OPERATORS, type Operator } from './operators.ts';

/** One wrong version of one file. */
export interface Mutant {
  /** Path from the root of the project. */
  file: string;
  operator: Operator;
  /** Line of the change, from 1. */
  line: number;
  /** The changed lines before and after, without what is around them. */
  before: string;
  after: string;
  /** The whole file with the change. */
  source: string;
}

/** All mutants of one Solidity file. */
export function findMutants(o: { file: string; source: string }): Mutant[] {
  const code = maskSource(o.source);
  return Object.entries(OPERATORS).flatMap(([operator, find]) =>
    find(code, o.source).map(({ start, end, replacement }) => ({
      file: o.file,
      operator: operator as Operator,
      line: o.source.slice(0, start).split('\n').length,
      ...excerpt({ ...o, start, end, replacement }),
      source: o.source.slice(0, start) + replacement + o.source.slice(end),
    })),
  );
}

function excerpt(o: { source: string; start: number; end: number; replacement: string }): {
  before: string;
  after: string;
} {
  const from = o.source.lastIndexOf('\n', o.start) + 1;
  const to = o.source.indexOf('\n', o.end);
  const tidy = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  const [head, tail] = [o.source.slice(from, o.start), o.source.slice(o.end, to)];
  return { before: tidy(o.source.slice(from, to)), after: tidy(head + o.replacement + tail) };
}

/**
 * Puts mutants in the order in which they are tried: files and operators take turns, so that any number of
 * them is spread over all.
 * @param o.seed the same seed gives the same order
 */
export function shuffleMutants(o: { mutants: readonly Mutant[]; seed: number }): Mutant[] {
  const random = createRandom(o.seed);
  const groups = new Map<string, Mutant[]>();
  for (const mutant of o.mutants) {
    const key = `${mutant.operator} ${mutant.file}`;
    groups.set(key, [...(groups.get(key) ?? []), mutant]);
  }
  const shuffled = shuffle([...groups.values()], random).map((group) => shuffle(group, random));
  const operators = new Map<Operator, Mutant[][]>();
  for (const group of shuffled) {
    const { operator } = group[0]!;
    operators.set(operator, [...(operators.get(operator) ?? []), group]);
  }
  return takeTurns([...operators.values()].map(takeTurns));
}

function takeTurns(groups: readonly (readonly Mutant[])[]): Mutant[] {
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) =>
    groups.flatMap((group) => group[i] ?? []),
  ).flat();
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** A linear congruential generator: nothing but repeatable. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
