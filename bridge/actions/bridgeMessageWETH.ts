import type { Hash } from 'viem';
import type { ActionClient } from './ActionClient.ts';
import type { BridgeMessageParameters } from './bridgeMessage.ts';
import { sendDeposit } from './sendDeposit.ts';

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
  return sendDeposit(client, {
    address: o.bridge,
    functionName: 'bridgeMessageWETH',
    args: [destinationNetwork, to, amount, forceUpdateGlobalExitRoot, data],
    value: 0n,
  });
}
