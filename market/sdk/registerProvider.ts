import { type Address, encodeFunctionData, type Hex } from 'viem';
import { providerRegistryAbi } from '#contracts';
import { fromBytes32, toBytes32 } from './bytes32.ts';
import type { MarketClient } from './createMarketClient.ts';
import type { ProviderRecord } from './types.ts';
import { unless } from './unless.ts';

/**
 * Writes or replaces the account's record in the provider registry.
 * @throws MarketRevertError
 */
export async function registerProvider(
  client: MarketClient,
  o: { record: ProviderRecord },
): Promise<{ txHash: Hex }> {
  const args = [{ ...o.record, hwClass: toBytes32(o.record.hwClass) }] as const;
  const { transactionHash } = await client.sender.send({
    what: 'register as a provider',
    to: client.contracts.providerRegistry,
    data: encodeFunctionData({ abi: providerRegistryAbi, functionName: 'register', args }),
  });
  return { txHash: transactionHash };
}

/** A provider's record; absent where it has none. */
export async function getProvider(
  client: MarketClient,
  o: { provider: Address },
): Promise<ProviderRecord | undefined> {
  const reading = client.read((node) =>
    node.readContract({
      address: client.contracts.providerRegistry,
      abi: providerRegistryAbi,
      functionName: 'provider',
      args: [o.provider],
    }),
  );
  const record = await unless('ProviderUnknown', reading);
  return record && { ...record, hwClass: fromBytes32(record.hwClass) };
}
