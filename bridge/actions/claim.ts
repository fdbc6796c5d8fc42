import type { Address, Hash } from 'viem';
import type { ActionClient } from './ActionClient.ts';
import { claimAsset } from './claimAsset.ts';
import { getClaim } from './getClaim.ts';
import type { DepositId } from './getDeposit.ts';

export interface ClaimParameters extends DepositId {
  /** Bridge on the destination, which is the client's chain. */
  bridge: Address;
  /** Of the bridge service that proves it. */
  url: string;
  /** Wei per gas, in a legacy transaction; the network's fees unless told. */
  gasPrice?: bigint;
}

/**
 * Claims a deposit, an asset or a message, on its destination; anyone may.
 * @throws BridgeApiError, whose details tell what is missing while it cannot be claimed
 * @example const hash = await claim(wallet, { bridge, url, network: 1, depositCount: 3 });
 */
export async function claim(client: ActionClient, o: ClaimParameters): Promise<Hash> {
  const { claim: call } = await getClaim(o);
  const { bridge, gasPrice } = o;
  return claimAsset(client, {
    bridge,
    claim: call,
    ...(gasPrice === undefined ? {} : { gasPrice }),
  });
}
