import type { ServerResponse } from 'node:http';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StartedHttpServer, startHttpServer, toJson } from '#core';
import { type Job, type ProviderOffer, signOffer } from '#market/sdk';
import { askProvider } from './askProvider.ts';
import { checkOffer } from './checkOffer.ts';

const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const domain = { chainId: 424242, jobMarket: account.address };
const offer: ProviderOffer = {
  provider: account.address,
  programId: `0x${'ab'.repeat(32)}`,
  jobId: 7n,
  price: 90n,
  bond: 10n,
  maxJobs: 1,
  epoch: 0n,
  validUntil: 1000n,
  salt: `0x${'cd'.repeat(32)}`,
};
let answer: (response: ServerResponse) => void = () => undefined;
let server: StartedHttpServer;

beforeAll(async () => {
  const handler = (_: unknown, response: ServerResponse) => answer(response);
  server = await startHttpServer({ host: '127.0.0.1', port: 0, handler });
});
afterAll(() => server.stop());

function ask(o: { answer: typeof answer; timeoutMs?: number }) {
  answer = o.answer;
  const { signal } = new AbortController();
  return askProvider({ endpoint: server.url, jobId: 7n, timeoutMs: o.timeoutMs ?? 2000, signal });
}

test('reads an offer back as it was signed', async () => {
  const signature = await signOffer({ ...domain, offer, account });
  const body = {
    accepted: true,
    offer: { ...offer, provider: offer.provider.toLowerCase() },
    signature,
  };
  const quote = await ask({ answer: (response) => response.end(toJson(body)) });
  expect(quote).toEqual({ accepted: true, offer, signature });
});

test('passes a decline and a refusal on', async () => {
  const decline = { accepted: false, code: 'HARDWARE_VRAM', have: 0, want: 8000 };
  expect(await ask({ answer: (response) => response.end(toJson(decline)) })).toEqual(decline);
  const error = { code: 'MARKET_JOB_NOT_FOUND', message: 'There is no job 7.' };
  expect(await ask({ answer: (response) => response.end(toJson({ error })) })).toMatchObject({
    accepted: false,
    code: 'MARKET_JOB_NOT_FOUND',
  });
});

test.each<[string, string, typeof answer]>([
  ['no JSON', 'BAD_ANSWER', (response) => response.end('<html>')],
  ['another shape', 'BAD_ANSWER', (response) => response.end('{"accepted":true}')],
  ['too much', 'BAD_ANSWER', (response) => response.end(`"${'x'.repeat(20_000)}"`)],
  ['a redirect', 'UNREACHABLE', (response) => response.writeHead(302, { location: '/' }).end()],
  ['nothing', 'UNREACHABLE', () => undefined],
])('an answer that is %s counts as %s', async (_, code, give) => {
  expect(await ask({ answer: give, timeoutMs: 200 })).toMatchObject({ accepted: false, code });
});

test('a provider that is gone, or gave no URL, is unreachable', async () => {
  const { signal } = new AbortController();
  for (const endpoint of ['http://127.0.0.1:1', '']) {
    const quote = await askProvider({ endpoint, jobId: 7n, timeoutMs: 500, signal });
    expect(quote).toMatchObject({ accepted: false, code: 'UNREACHABLE' });
  }
});

const job = { jobId: 7n, programId: offer.programId, maxPrice: 100n, minBond: 10n } as Job;
const facts = {
  ...domain,
  job,
  provider: account.address,
  ineligibility: '',
  freeStake: 10n,
  now: 1000n,
};

test('an honest offer passes', async () => {
  const signature = await signOffer({ ...domain, offer, account });
  expect(await checkOffer({ ...facts, signed: { offer, signature } })).toBeUndefined();
});

test.each<[string, Partial<ProviderOffer>, Partial<typeof facts>]>([
  ['HARDWARE_VRAM', {}, { ineligibility: 'VRAM' }],
  ['FAILED_BEFORE', {}, { ineligibility: 'FAILED_BEFORE' }],
  ['OFFER_OF_ANOTHER', { provider: '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65' }, {}],
  ['OFFER_PROGRAM', { programId: offer.salt }, {}],
  ['OFFER_JOB', { jobId: 8n }, {}],
  ['PRICE_ABOVE_MAX', { price: 101n }, {}],
  ['BOND_TOO_LOW', { bond: 9n }, {}],
  ['BOND_ABOVE_STAKE', {}, { freeStake: 9n }],
  ['OFFER_OUTDATED', { validUntil: 999n }, {}],
])('%s is found by the scheduler itself', async (code, change, circumstances) => {
  const changed = { ...offer, ...change };
  const signature = await signOffer({ ...domain, offer: changed, account });
  const fault = await checkOffer({
    ...facts,
    ...circumstances,
    signed: { offer: changed, signature },
  });
  expect(fault?.code).toBe(code);
});

test('a signature over other terms does not count', async () => {
  const signature = await signOffer({ ...domain, offer, account });
  const signed = { offer: { ...offer, price: 80n }, signature };
  expect((await checkOffer({ ...facts, signed }))?.code).toBe('BAD_SIGNATURE');
});
