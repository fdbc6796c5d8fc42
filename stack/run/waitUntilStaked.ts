import type { Address } from 'viem';
import { waitFor } from '#core';
import { getProvider, getStake, type MarketRole } from '#market/sdk';
import type { StackInfo } from '../session/StackInfo.ts';
import { marketOf } from '../walk/context.ts';
import type { Manifest } from './manifest.ts';

const TIMEOUT_MS = 300_000;

/**
 * Waits until every provider has staked and registered, and the scheduler has staked.
 * @throws WaitTimeoutError
 */
export async function waitUntilStaked(o: { manifest: Manifest; info: StackInfo }): Promise<void> {
  const market = marketOf({ info: o.info });
  const { roles } = o.manifest.accounts;
  const isStaked = async (role: MarketRole, account: Address) => {
    const { active, minimum } = await getStake(market, { role, account });
    return active >= minimum;
  };
  const ready = (what: string, check: () => Promise<boolean>) =>
    waitFor({
      what: `the stake of ${what}`,
      timeoutMs: TIMEOUT_MS,
      intervalMs: 100,
      check: async () => (await check()) || undefined,
    });
  await Promise.all([
    ready('the scheduler', () => isStaked('SCHEDULER', roles.scheduler.address)),
    ...o.manifest.providers.map(({ name, account: { address } }) =>
      ready(name, async () => {
        const record = await getProvider(market, { provider: address });
        return record !== undefined && isStaked('PROVIDER', address);
      }),
    ),
  ]);
}
