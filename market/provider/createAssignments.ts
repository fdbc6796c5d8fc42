import type { Address } from 'viem';
import { jobMarketAbi } from '#contracts';
import type { MarketClient } from '#market/sdk';

/**
 * Finds the jobs that were ever assigned to a provider, from the market's events; each call reads
 * only the blocks since the last one, and all of them where the chain has become shorter.
 */
export function createAssignments(o: { client: MarketClient; provider: Address }): {
  next(): Promise<bigint[]>;
} {
  let fromBlock = o.client.fromBlock;
  return {
    async next() {
      const head = await o.client.read((node) => node.getBlockNumber());
      if (head + 1n < fromBlock) fromBlock = o.client.fromBlock;
      if (head < fromBlock) return [];
      const range = { fromBlock, toBlock: head };
      const events = await o.client.read((node) =>
        node.getContractEvents({
          address: o.client.contracts.jobMarket,
          abi: jobMarketAbi,
          eventName: 'Assigned',
          args: { provider: o.provider },
          strict: true,
          ...range,
        }),
      );
      fromBlock = head + 1n;
      return events.map((event) => event.args.jobId);
    },
  };
}
