import { isDeepStrictEqual } from 'node:util';
import { ensureStake, getProvider, type MarketClient, registerProvider } from '#market/sdk';
import type { ProviderConfig } from './types.ts';

/**
 * Keeps the node staked and registered, as far as its balance allows: reads the chain first and
 * writes only what differs. Does nothing where the configuration names no stake.
 * @param o.url where the node listens
 */
export function createStanding(o: {
  client: MarketClient;
  config: Pick<ProviderConfig, 'hardware' | 'payout' | 'publicUrl' | 'stakeWei'>;
  url: string;
}): { ensure(): Promise<void> } {
  const { client, config } = o;
  const provider = client.sender.address('register as a provider');
  const record = {
    ...config.hardware,
    payout: config.payout ?? provider,
    endpoint: config.publicUrl ?? o.url,
  };
  let standing = config.stakeWei === undefined;
  return {
    async ensure() {
      if (standing) return;
      const stake = { role: 'PROVIDER', amount: config.stakeWei ?? 0n } as const;
      if (!(await ensureStake(client, stake))) return;
      const have = await getProvider(client, { provider });
      if (!isDeepStrictEqual(have, record)) await registerProvider(client, { record });
      standing = true;
    },
  };
}
