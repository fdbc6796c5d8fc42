import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../solidity/settlementSources.ts';

/** Which tests can notice a change of a file, the likeliest first. */
export interface TestPlan {
  testsOf(file: string): string[];
  /** Tells which test noticed one: it comes first from then on. */
  learn(file: string, test: string): void;
}

/**
 * @param o.tests test files; a test can notice a change of what it imports, directly or not
 */
export function planTests(o: { tests: readonly string[] }): TestPlan {
  const closures = new Map(o.tests.map((test) => [test, importsOf(test, new Set())]));
  const kills = new Map<string, number>();
  const score = (file: string, test: string) =>
    100 * (kills.get(`${file} ${test}`) ?? 0) +
    50 * likeness(file, test) -
    closures.get(test)!.size;
  return {
    testsOf: (file) =>
      o.tests
        .filter((test) => closures.get(test)!.has(file))
        .sort((a, b) => score(file, b) - score(file, a)),
    learn(file, test) {
      const key = `${file} ${test}`;
      kills.set(key, (kills.get(key) ?? 0) + 1);
    },
  };
}

function importsOf(file: string, seen: Set<string>): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(join(ROOT, file), 'utf8');
  for (const [, path] of source.matchAll(/(?:from|import)\s+"(\.[^"]+)"/g)) {
    importsOf(join(dirname(file), path!), seen);
  }
  return seen;
}

/** Words that both names have: `RollupForced.sol` and `RollupForced.t.sol`. */
function likeness(file: string, test: string): number {
  const words = (path: string) =>
    path
      .split('/')
      .at(-1)!
      .split('.')[0]!
      .match(/[A-Z][a-z0-9]+/g) ?? [];
  const of = new Set(words(test));
  return words(file).filter((word) => of.has(word)).length;
}
