import type { Address } from 'viem';
import { providerRegistryAbi } from '#contracts';
import type { MarketClient } from '#market/sdk';

/** The accounts that have a record in the provider registry, oldest first. */
export interface Directory {
  /** Reads the registry's new events, all of them where the chain has become shorter. */
  refresh(): Promise<readonly Address[]>;
}

export function createDirectory(o: { client: MarketClient }): Directory {
  const { client } = o;
  const known = new Set<Address>();
  let fromBlock = client.fromBlock;
  return {
    async refresh() {
      const head = await client.read((node) => node.getBlockNumber());
      if (head + 1n < fromBlock) {
        fromBlock = client.fromBlock;
        known.clear();
      }
      if (head >= fromBlock) {
        const events = await client.read((node) =>
          node.getContractEvents({
            address: client.contracts.providerRegistry,
            abi: providerRegistryAbi,
            strict: true,
            fromBlock,
            toBlock: head,
          }),
        );
        for (const { args, eventName } of events) {
          if (eventName === 'ProviderRegistered') known.add(args.provider);
          if (eventName === 'ProviderDeregistered') known.delete(args.provider);
        }
        fromBlock = head + 1n;
      }
      return [...known];
    },
  };
}
