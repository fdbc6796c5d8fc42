import { expect, test } from 'vitest';
import { GlobalIndexError } from '../errors.ts';
import { decodeGlobalIndex, depositOf, encodeGlobalIndex, globalIndexOf } from './globalIndex.ts';

test('default: an L1 leaf carries the mainnet flag, a rollup leaf its rollup index', () => {
  expect(globalIndexOf({ network: 0, depositCount: 7 })).toBe(2n ** 64n + 7n);
  expect(globalIndexOf({ network: 1, depositCount: 7 })).toBe(7n);
  expect(globalIndexOf({ network: 3, depositCount: 7 })).toBe(2n * 2n ** 32n + 7n);
});

test('behavior: the rollup index is ignored with the mainnet flag', () => {
  const o = { mainnetFlag: true, rollupIndex: 5n, leafIndex: 1n };
  expect(encodeGlobalIndex(o)).toBe(2n ** 64n + 1n);
});

test('property: decoding returns what was encoded', () => {
  for (const network of [0, 1, 2, 77, 2 ** 32]) {
    for (const depositCount of [0, 1, 2 ** 31, 2 ** 32 - 1]) {
      const deposit = { network, depositCount };
      expect(depositOf(globalIndexOf(deposit))).toEqual(deposit);
    }
  }
});

test('error: stray bits', () => {
  for (const globalIndex of [2n ** 65n, 2n ** 64n + 2n ** 32n, -1n, 2n ** 200n + 1n]) {
    expect(() => decodeGlobalIndex(globalIndex)).toThrow(GlobalIndexError);
  }
});
