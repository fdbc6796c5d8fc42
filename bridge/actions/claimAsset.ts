import type { Address, Hash } from 'viem';
import { writeContract } from 'viem/actions';
import { bridgeAbi } from '../abi.ts';
import type { ClaimCall } from '../buildClaim.ts';
import type { ActionClient } from './ActionClient.ts';

/**
 * Claims a deposit on its destination; anyone may, the receiver gets the amount.
 * @param o.claim as `waitToClaim` or `buildClaim` returns it
 * @param o.gasPrice wei per gas, in a legacy transaction; the network's fees unless told
 */
export function claimAsset(
  client: ActionClient,
  o: { bridge: Address; claim: ClaimCall; gasPrice?: bigint },
): Promise<Hash> {
  const { bridge, claim, gasPrice } = o;
  return writeContract(client, {
    address: bridge,
    abi: bridgeAbi,
    ...claim,
    account: client.account,
    chain: client.chain ?? null,
    ...(gasPrice === undefined ? {} : { gasPrice }),
  });
}
