import { expect, test } from 'vitest';
import { createShared } from './createShared.ts';

test('behavior: those who ask at the same time share one answer, of one question', async () => {
  const shared = createShared<number>();
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return asked;
  };
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => shared('a', ask)));
  expect(new Set(answers)).toEqual(new Set([1]));
  expect(await shared('b', ask)).toBe(2);
});
