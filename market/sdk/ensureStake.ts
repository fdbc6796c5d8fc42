import type { MarketClient } from './createMarketClient.ts';
import { maxOf } from './maxOf.ts';
import { getStake, stake } from './stake.ts';
import type { MarketRole } from './types.ts';

/**
 * Brings the account's active stake up to an amount, as far as its balance allows: reads the chain
 * first, so it may be called again and again.
 * @param o.amount wei of BIG
 * @returns whether the account now holds the amount, and at least the role's minimum
 */
export async function ensureStake(
  client: MarketClient,
  o: { role: MarketRole; amount: bigint },
): Promise<boolean> {
  const account = client.sender.address(`stake as ${o.role}`);
  const { active, minimum } = await getStake(client, { role: o.role, account });
  const want = maxOf(o.amount, minimum);
  if (active >= want) return true;
  const balance = await client.read((node) => node.getBalance({ address: account }));
  if (balance <= want - active) return false;
  await stake(client, { role: o.role, amount: want - active });
  return true;
}
