import { expect, test } from 'vitest';
import { likelyCause } from './likelyCause.ts';

const causes = [{ pattern: /ForkId is 0/, cause: 'the L1 is not final.', next: 'Use latest.' }];
const ended = { exitCode: 137, outOfMemory: true, tail: '' };

test('what is known of a component comes before what is known of all', () => {
  const tail = 'ForkId is 0. Waiting\nconnection refused';
  expect(likelyCause({ tail, causes })).toBe(causes[0]);
});

test.each([
  ['exec /node: exec format error', /architecture/],
  ['write /data/x: no space left on device', /disk/],
  ['Error: connect ECONNREFUSED 127.0.0.1:8545', /does not answer/],
  ['dial tcp: lookup l1: no such host', /by a name/],
])('%s', (tail, cause) => {
  expect(likelyCause({ tail, causes })?.cause).toMatch(cause);
});

test('a container that the kernel killed for its memory is told so, whatever it printed', () => {
  expect(likelyCause({ tail: 'ForkId is 0', causes, end: ended })?.cause).toMatch(/memory/);
});

test('nothing is made up', () => {
  expect(likelyCause({ tail: 'bye', causes })).toBeUndefined();
});
