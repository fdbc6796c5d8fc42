import type { Address, Hash, Hex } from 'viem';
import type { ActionClient } from './ActionClient.ts';
import { sendDeposit } from './sendDeposit.ts';

export interface BridgeMessageParameters {
  bridge: Address;
  /** 0 the L1, n the rollup with id n. */
  destinationNetwork: number;
  /** Contract whose `onMessageReceived` is called there. */
  to: Address;
  data: Hex;
  /** Wei of ether that go with it; only from chains whose coin is ether. */
  value?: bigint;
  /** Publishes the new exit root at once, at a higher gas cost; true unless told. */
  forceUpdateGlobalExitRoot?: boolean;
}

/** Sends a message to a contract on another network. Returns the transaction's hash. */
export function bridgeMessage(client: ActionClient, o: BridgeMessageParameters): Promise<Hash> {
  return sendDeposit(client, {
    address: o.bridge,
    functionName: 'bridgeMessage',
    args: [o.destinationNetwork, o.to, o.forceUpdateGlobalExitRoot ?? true, o.data],
    value: o.value ?? 0n,
  });
}
