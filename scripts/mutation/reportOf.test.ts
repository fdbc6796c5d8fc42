import { expect, test } from 'vitest';
import { killedBefore, type Report, reportOf, unexplained } from './reportOf.ts';
import type { Tried } from './runMutants.ts';

const mutant = (line: number, after: string) => ({
  ...({ file: 'A.sol', operator: 'check dropped', line, before: 'a', after, source: '' } as const),
});
const killed = (line: number): Tried => ({
  ...mutant(line, 'b'),
  outcome: 'killed',
  by: 'A.t.sol t',
});
const survived = (line: number): Tried => ({
  ...mutant(line, 'c'),
  outcome: 'survived',
  tests: [],
});
const refused: Tried = { ...mutant(9, 'd'), outcome: 'not compiled' };
const run = { seed: 1, only: [] };

const report = (tried: Tried[], earlier?: Report, found = tried) =>
  reportOf({ run, tried, found, earlier });

test('what compiled is counted, by outcome', () => {
  const first = report([killed(1), survived(2), refused]);
  expect(first).toMatchObject({ total: 2, killed: 1, runs: [{ seed: 1, tried: 2 }] });
  expect(first.byOperator).toEqual({ 'check dropped': { killed: 1, survived: 1 } });
  expect(unexplained(first)).toHaveLength(1);
});

test('a later run adds to it, takes explanations over and forgets what is gone', () => {
  const first = report([killed(1), survived(2)]);
  first.mutants.find(({ after }) => after === 'c')!.explanation = 'the same either way';
  const second = report([survived(3)], first, [killed(1), survived(3)]);
  expect(second.mutants.map(({ line }) => line)).toEqual([1, 3]);
  expect(unexplained(second)).toEqual([]);
  expect(killedBefore(mutant(1, 'b'), second)).toEqual({ outcome: 'killed', by: 'A.t.sol t' });
  expect(killedBefore(mutant(2, 'b'), second)).toBeUndefined();
});
