import { expect, test } from 'vitest';
import { WrongConfigError } from '../errors.ts';
import { parseOptions, type StackOptionsInput } from './options.ts';

test.each([
  [undefined, 3, 2],
  [1, 1, 1],
  [4, 4, 3],
  ['8', 8, 5],
])('default: of %s validators more than half must sign', (given, validators, threshold) => {
  const input = { validators: given } as StackOptionsInput;
  expect(parseOptions(input)).toMatchObject({ validators, threshold });
});

test('behavior: another threshold', () => {
  expect(parseOptions({ validators: 5, threshold: 5 })).toMatchObject({ threshold: 5 });
});

test.each([
  [{ validators: 0 }, /validators/],
  [{ validators: 9 }, /validators/],
  [{ threshold: 4 }, /threshold 4 is more than there are validators: 3/],
  [{ validators: 5, in: 'containers' }, /circuit of 3 validators only/],
] as const)('error: %o', (input, reason) => {
  const parse = () => parseOptions(input);
  expect(parse).toThrow(WrongConfigError);
  expect(parse).toThrow(reason);
});
