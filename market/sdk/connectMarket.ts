import { createPublicClient, createWalletClient, type Hex, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { createMarketClient, type MarketClient } from './createMarketClient.ts';
import type { MarketContracts } from './types.ts';

/**
 * A market client from a URL and a key.
 * @param o.key private key; absent for reading only
 * @param o.gasPriceWei wei of BIG per gas; the node's suggestion unless told
 * @param o.signal ends the waiting for receipts
 */
export function connectMarket(o: {
  l2RpcUrl: string;
  contracts: MarketContracts;
  key?: Hex | undefined;
  gasPriceWei?: bigint | undefined;
  signal?: AbortSignal | undefined;
}): MarketClient {
  // A node on a busy machine is slow, and has not failed.
  const transport = http(o.l2RpcUrl, { timeout: 60_000 });
  return createMarketClient({
    publicClient: createPublicClient({ transport, cacheTime: 0 }),
    walletClient: o.key && createWalletClient({ transport, account: privateKeyToAccount(o.key) }),
    contracts: o.contracts,
    gasPriceWei: o.gasPriceWei,
    signal: o.signal,
  });
}
