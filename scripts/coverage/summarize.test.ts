import { expect, test } from 'vitest';
import type { Statement } from './instrument.ts';
import { percent, summarize, total } from './summarize.ts';

const statement = (file: string, tag: string, first: number, last = first): Statement => ({
  ...{ file, tag, text: `${tag}()` },
  lines: [first, last],
});

test('a line with a missed statement is missed, and statements are told apart', () => {
  const statements = [
    statement('a', 'one', 1),
    statement('a', 'two', 2, 3),
    statement('a', 'three', 3),
    statement('b', 'four', 9),
  ];
  const summary = summarize({ statements, hit: new Set(['one', 'two', 'four']) });
  expect(summary['a']).toEqual({
    ...{ lines: 3, linesHit: 2, statements: 3, statementsHit: 2 },
    missed: [{ line: 3, text: 'three()' }],
  });
  expect(total(Object.values(summary))).toMatchObject({ lines: 4, linesHit: 3, statements: 4 });
  expect(percent(2, 3)).toBe('66.67 %');
});
