import { expect, test } from 'vitest';
import type { Job, ProviderOffer, SignedOffer } from '#market/sdk';
import { chooseOffer } from './chooseOffer.ts';
import { dueCall } from './dueCall.ts';

const offer = (price: bigint, salt: `0x${string}` = '0x'): SignedOffer => ({
  offer: { price, salt } as ProviderOffer,
  signature: '0x',
});
const open = { state: 'OPEN', price: 0n } as const;

test('proposes the cheapest offer; of equal ones the first', () => {
  const offers = [offer(5n), offer(3n, '0x01'), offer(3n, '0x02')];
  expect(chooseOffer({ job: open, ceiling: 10n, offers })).toBe(offers[1]);
});

test('proposes nothing above the ceiling, and nothing without offers', () => {
  expect(chooseOffer({ job: open, ceiling: 2n, offers: [offer(3n)] })).toBeUndefined();
  expect(chooseOffer({ job: open, ceiling: 2n, offers: [] })).toBeUndefined();
});

test('replaces a proposal only by one that is 1% cheaper', () => {
  const job = { state: 'PROPOSED', price: 1000n } as const;
  const choose = (price: bigint) => chooseOffer({ job, ceiling: 2000n, offers: [offer(price)] });
  expect(choose(991n)).toBeUndefined();
  expect(choose(990n)?.offer.price).toBe(990n);
});

const clocks = { windowEnd: 10n, assignBy: 20n, ackBy: 30n, fulfilBy: 40n, finalBy: 50n };

test.each<[Job['state'], bigint, ReturnType<typeof dueCall>]>([
  ['OPEN', 20n, undefined],
  ['OPEN', 21n, 'expire'],
  ['PROPOSED', 9n, undefined],
  ['PROPOSED', 10n, 'finalizeAssign'],
  ['PROPOSED', 20n, 'finalizeAssign'],
  ['PROPOSED', 21n, 'expire'],
  ['ASSIGNED', 30n, undefined],
  ['ASSIGNED', 31n, 'missAck'],
  ['ACKED', 40n, undefined],
  ['ACKED', 41n, 'lapse'],
  ['RESCUABLE', 50n, undefined],
  ['RESCUABLE', 51n, 'expire'],
  ['FULFILLED', 99n, undefined],
])('a job that is %s at %d calls for %s', (state, now, call) => {
  expect(dueCall({ job: { ...clocks, state }, now })).toBe(call);
});
