import { expect, test } from 'vitest';
import { WrongConfigError } from '../errors.ts';
import { parseOptions, type StackOptionsInput } from './options.ts';

const official = { prover: 'official', proverWitness: 'none' } as const;

test('a prover of the CDK, without witnesses and with a verifier of ours, works with our own L2', () => {
  expect(parseOptions(official)).toMatchObject({ proverPort: 50_081, proverVerifier: 'groth16' });
  expect(parseOptions({ ...official, proverVerifier: 'accept-all' })).toMatchObject({
    proverVerifier: 'accept-all',
  });
});

test('a zk chain needs a verifier that takes what its prover makes', () => {
  const zk = { ...official, l2: 'cdk-erigon-zk' } as const;
  expect(() => parseOptions(zk)).toThrow('with proverVerifier "accept-all"');
  expect(parseOptions({ ...zk, proverVerifier: 'accept-all' }).l2).toBe('cdk-erigon-zk');
});

test.each<[string, StackOptionsInput, string]>([
  [
    'witnesses from an L2 that makes none',
    { prover: 'official' },
    'l2 "embedded" makes no witnesses',
  ],
  ['the same with cdk-erigon', { prover: 'official', l2: 'cdk-erigon' }, 'makes no witnesses'],
  ['accept-all with another prover', { proverVerifier: 'accept-all' }, 'prover: official only'],
  [
    'accept-all on a live L1',
    { ...official, proverVerifier: 'accept-all', l1ChainId: 1 },
    'for development L1s (1337, 31337) only',
  ],
  ['two rollups', { ...official, rollups: 2 }, 'More rollups than one'],
  ['roles in containers', { ...official, in: 'containers' }, 'in processes only'],
])('error: %s', (_what, options, reason) => {
  expect(() => parseOptions(options)).toThrow(WrongConfigError);
  expect(() => parseOptions(options)).toThrow(reason);
});
