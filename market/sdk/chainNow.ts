import type { MarketClient } from './createMarketClient.ts';
import { maxOf } from './maxOf.ts';

/**
 * Unix seconds that the next block of the L2 will at least carry, as far as can be told: an idle L2
 * keeps the time of its last block, and the next one takes that of the L1.
 */
export async function chainNow(client: MarketClient): Promise<bigint> {
  const { timestamp } = await client.read((node) => node.getBlock({ blockTag: 'latest' }));
  const wall = BigInt(Math.floor(Date.now() / 1000));
  return maxOf(timestamp, wall);
}
