import type { Job, SignedOffer } from '#market/sdk';

/**
 * The cheapest offer that can be proposed now: at most the ceiling, and at least 1% below a
 * proposal that stands already. Of equal prices the first one wins.
 * @param o.ceiling wei of BIG
 */
export function chooseOffer(o: {
  job: Pick<Job, 'state' | 'price'>;
  ceiling: bigint;
  offers: readonly SignedOffer[];
}): SignedOffer | undefined {
  const [best] = [...o.offers].sort((a, b) => compare(a.offer.price, b.offer.price));
  if (!best || best.offer.price > o.ceiling) return undefined;
  const improves = best.offer.price * 100n <= o.job.price * 99n;
  return o.job.state === 'OPEN' || improves ? best : undefined;
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
