import { createPublicClient, http, type PublicClient } from 'viem';

/** A reader of the L1 that asks each question once and does not keep answers. */
export function createL1Client(rpcUrl: string): PublicClient {
  return createPublicClient({
    transport: http(rpcUrl, { retryCount: 1, batch: { batchSize: 100 } }),
    cacheTime: 0,
  });
}
