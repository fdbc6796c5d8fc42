import type { Account, Address, Chain, Client, Hash, Transport } from 'viem';
import type { ActionClient } from './ActionClient.ts';
import { type BridgeAssetParameters, bridgeAsset } from './bridgeAsset.ts';
import { type BridgeMessageParameters, bridgeMessage } from './bridgeMessage.ts';
import { type BridgeMessageWETHParameters, bridgeMessageWETH } from './bridgeMessageWETH.ts';
import { type ClaimParameters, claim } from './claim.ts';
import { estimateTimeToClaim, type TimeToClaim } from './estimateTimeToClaim.ts';
import { type BridgeStatus, getBridgeStatus } from './getBridgeStatus.ts';
import type { DepositId } from './getDeposit.ts';
import { type TransferId, transferOf } from './transferOf.ts';
import { type ClaimableDeposit, type WaitToClaimParameters, waitToClaim } from './waitToClaim.ts';

export interface LxlyConfig {
  /** Bridge on the client's chain. */
  bridge: Address;
  /** Of a bridge service. */
  url: string;
}

/** A deposit by its number, or by its transaction on the client's chain. */
type By<P extends DepositId> = Omit<P, keyof DepositId> & TransferId;

// Types, not interfaces: viem's `extend` takes only what has no open end.

/** What every client can do. */
export type LxlyPublicActions = {
  getBridgeStatus(o: TransferId): Promise<BridgeStatus>;
  estimateTimeToClaim(o: TransferId): Promise<TimeToClaim>;
  /** @throws WaitTimeoutError whose cause tells what was still missing */
  waitToClaim(o: By<Omit<WaitToClaimParameters, 'url'>>): Promise<ClaimableDeposit>;
};

/** What a client with an account can do besides. */
export type LxlyWalletActions = {
  bridgeAsset(o: Omit<BridgeAssetParameters, 'bridge'>): Promise<Hash>;
  bridgeMessage(o: Omit<BridgeMessageParameters, 'bridge'>): Promise<Hash>;
  bridgeMessageWETH(o: Omit<BridgeMessageWETHParameters, 'bridge'>): Promise<Hash>;
  /** Claims a deposit of another network on the client's chain. */
  claim(o: Omit<ClaimParameters, 'bridge' | 'url'>): Promise<Hash>;
};

export type LxlyActions<A extends Account | undefined> = LxlyPublicActions &
  (A extends Account ? LxlyWalletActions : unknown);

/**
 * Decorator with the actions of the LxLy bridge, for viem clients of an L1 or of a rollup.
 * @example
 * const wallet = createWalletClient({ account, transport }).extend(lxlyActions({ bridge, url }));
 * const hash = await wallet.bridgeAsset({ destinationNetwork: 1, amount, token });
 * await wallet.waitToClaim({ hash });
 */
export function lxlyActions(config: LxlyConfig) {
  return <A extends Account | undefined>(
    client: Client<Transport, Chain | undefined, A>,
  ): LxlyActions<A> => {
    const { bridge, url } = config;
    const wallet = client as unknown as ActionClient;
    const find = async <P extends TransferId>(o: P) => ({
      ...o,
      ...(await transferOf(client, { ...o, bridge })),
      url,
    });
    const actions: LxlyPublicActions & LxlyWalletActions = {
      getBridgeStatus: async (o) => getBridgeStatus(await find(o)),
      estimateTimeToClaim: async (o) => estimateTimeToClaim(await find(o)),
      waitToClaim: async (o) => waitToClaim(await find(o)),
      bridgeAsset: (o) => bridgeAsset(wallet, { ...o, bridge }),
      bridgeMessage: (o) => bridgeMessage(wallet, { ...o, bridge }),
      bridgeMessageWETH: (o) => bridgeMessageWETH(wallet, { ...o, bridge }),
      claim: (o) => claim(wallet, { ...o, bridge, url }),
    };
    return actions as LxlyActions<A>;
  };
}
