import { type Address, type Hash, type Hex, zeroAddress } from 'viem';
import type { ActionClient } from './ActionClient.ts';
import { permitFor } from './permitFor.ts';
import { sendDeposit } from './sendDeposit.ts';

export interface BridgeAssetParameters {
  bridge: Address;
  /** 0 the L1, n the rollup with id n. */
  destinationNetwork: number;
  /** Receiver on the other network; the sender unless told. */
  to?: Address;
  /** Smallest unit of the token, or wei. */
  amount: bigint;
  /** An ERC-20, or the zero address for the chain's own coin (default). */
  token?: Address;
  /** Publishes the new exit root at once, at a higher gas cost; true unless told. */
  forceUpdateGlobalExitRoot?: boolean;
  /** A signed permit call; `false` for none. Signed here, where one is needed, unless told. */
  permit?: Hex | false;
}

/**
 * Sends an asset to another network, in one transaction: the bridge uses a signed permit, so an
 * ERC-20 needs no approval before. Returns the transaction's hash.
 * @example const hash = await bridgeAsset(wallet, { bridge, destinationNetwork: 1, amount, token });
 */
export async function bridgeAsset(client: ActionClient, o: BridgeAssetParameters): Promise<Hash> {
  const { bridge, destinationNetwork, amount, token = zeroAddress } = o;
  const native = token === zeroAddress;
  const permit = native || o.permit === false ? '0x' : o.permit;
  return sendDeposit(client, {
    address: bridge,
    functionName: 'bridgeAsset',
    args: [
      destinationNetwork,
      o.to ?? client.account.address,
      amount,
      token,
      o.forceUpdateGlobalExitRoot ?? true,
      permit ?? (await permitFor(client, { bridge, token, amount })),
    ],
    value: native ? amount : 0n,
  });
}
