import { type Address, type Hash, zeroAddress } from 'viem';
import type { ActionClient } from './ActionClient.ts';
import { bridgeAsset } from './bridgeAsset.ts';

/**
 * Sends native BIG from the rollup back to the L1, where it is claimed as an ERC-20 once the batch
 * is verified.
 * @param o.amount wei, besides the fee of the transaction
 * @param o.to receiver on the L1; the sender unless told
 */
export function withdrawBig(
  client: ActionClient,
  o: { bridge: Address; amount: bigint; to?: Address },
): Promise<Hash> {
  const { bridge, amount, to } = o;
  const common = { bridge, amount, destinationNetwork: 0, token: zeroAddress };
  return bridgeAsset(client, { ...common, ...(to ? { to } : {}) });
}
