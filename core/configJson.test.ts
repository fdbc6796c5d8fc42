import { expect, test } from 'vitest';
import { fromConfigJson, toConfigJson } from './configJson.ts';
import { BadConfigValueError } from './errors.ts';

test('what a role is told survives the file', () => {
  const config = {
    chainId: 424_242n,
    below: -1n,
    key: '0x01',
    name: 'n',
    keys: [[1n, 2n]],
    port: 8545,
    genesis: { accounts: { '0x00': { balance: 2n ** 128n - 1n } } },
  };
  expect(fromConfigJson(toConfigJson(config))).toEqual(config);
});

test('error: a text that would come back as a number', () => {
  expect(() => toConfigJson({ note: '12n' })).toThrow(BadConfigValueError);
});
