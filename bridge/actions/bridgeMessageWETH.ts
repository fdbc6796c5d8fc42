import type { Hash } from 'viem';
import { writeContract } from 'viem/actions';
import { bridgeAbi } from '../abi.ts';
import type { ActionClient } from './ActionClient.ts';
import type { BridgeMessageParameters } from './bridgeMessage.ts';

export interface BridgeMessageWETHParameters extends Omit<BridgeMessageParameters, 'value'> {
  /** Wei of WETH that are burnt and go with it as ether. */
  amount: bigint;
}

/**
 * Sends a message with ether from a chain with a gas token of its own, where ether is the WETH token.
 * Returns the transaction's hash.
 */
export function bridgeMessageWETH(
  client: ActionClient,
  o: BridgeMessageWETHParameters,
): Promise<Hash> {
  const { destinationNetwork, to, amount, data, forceUpdateGlobalExitRoot = true } = o;
  return writeContract(client, {
    address: o.bridge,
    abi: bridgeAbi,
    functionName: 'bridgeMessageWETH',
    args: [destinationNetwork, to, amount, forceUpdateGlobalExitRoot, data],
    account: client.account,
    chain: client.chain ?? null,
  });
}
