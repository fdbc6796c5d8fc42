import { expect, test } from 'vitest';
import { decideQuote, type QuoteFacts } from './decideQuote.ts';
import { jobFixture } from './testing.ts';
import type { DeclineCode } from './types.ts';

const able: QuoteFacts = {
  job: jobFixture(),
  hardware: { hwClass: 'gpu', vramMiB: 8000, memoryMiB: 4000, cores: 2 },
  knowsProgram: true,
  registered: true,
  failedBefore: false,
  price: 100n,
  freeStake: 10n,
  busy: 0,
  slots: 1,
};
const hardware = (change: Partial<QuoteFacts['hardware']>) => ({
  hardware: { ...able.hardware, ...change },
});

test('offers for a job that it just meets', () => {
  expect(decideQuote(able)).toBeUndefined();
});

test('a job without needs suits any machine', () => {
  const needs = { hwClass: '', minVramMiB: 0, minMemoryMiB: 0, minCores: 0 };
  const job = jobFixture({ needs });
  const bare = { hwClass: 'cpu', vramMiB: 0, memoryMiB: 0, cores: 0 };
  expect(decideQuote({ ...able, job, hardware: bare })).toBeUndefined();
});

test.each<[DeclineCode, Partial<QuoteFacts>, unknown, unknown]>([
  ['JOB_NOT_OPEN', { job: jobFixture({ state: 'ACKED' }) }, 'ACKED', 'OPEN'],
  ['PROGRAM_UNKNOWN', { knowsProgram: false }, 'none', able.job.programId],
  ['NOT_REGISTERED', { registered: false }, 'none', 'a record and stake'],
  ['HARDWARE_CLASS', hardware({ hwClass: 'cpu' }), 'cpu', 'gpu'],
  ['HARDWARE_VRAM', hardware({ vramMiB: 7999 }), 7999, 8000],
  ['HARDWARE_MEMORY', hardware({ memoryMiB: 3999 }), 3999, 4000],
  ['HARDWARE_CORES', hardware({ cores: 1 }), 1, 2],
  ['PRICE_ABOVE_MAX', { price: 101n }, 101n, 100n],
  ['BOND_ABOVE_STAKE', { freeStake: 9n }, 9n, 10n],
  ['FAILED_BEFORE', { failedBefore: true }, 1, 'another provider'],
  ['BUSY', { busy: 1 }, 1, 1],
])('declines with %s and the values', (code, change, have, want) => {
  expect(decideQuote({ ...able, ...change })).toEqual({ code, have, want });
});
