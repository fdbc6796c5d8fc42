import type { Address, Hash } from 'viem';
import type { ActionClient } from './ActionClient.ts';
import { bridgeAsset } from './bridgeAsset.ts';

/**
 * Sends BIG from the L1 to the rollup, where it is the native coin. One transaction; the permit is
 * signed here.
 * @param o.amount wei
 * @param o.to receiver on the rollup; the sender unless told
 */
export function depositBig(
  client: ActionClient,
  o: { bridge: Address; big: Address; rollupId: number; amount: bigint; to?: Address },
): Promise<Hash> {
  const { bridge, big: token, rollupId: destinationNetwork, amount, to } = o;
  return bridgeAsset(client, {
    bridge,
    destinationNetwork,
    amount,
    token,
    ...(to ? { to } : {}),
  });
}
