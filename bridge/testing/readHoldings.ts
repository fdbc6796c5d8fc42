import {
  balanceIn,
  issuedIn,
  type OriginToken,
  type TokenForm,
  tokenFormOn,
} from '../conservation/tokenForm.ts';
import type { BridgeNetworks } from './openBridgeNetworks.ts';
import type { TestChain } from './openTestChain.ts';

export interface TestToken extends OriginToken {
  name: string;
}

/** @param network 0 the L1, n the rollup with id n */
export function chainOf(networks: BridgeNetworks, network: number): TestChain {
  return network === 0 ? networks.l1 : networks.rollups[network - 1]!.chain;
}

/** Ids of all networks. */
export function networkIds(networks: BridgeNetworks): number[] {
  return [0, ...networks.rollups.map(({ rollupId }) => rollupId)];
}

/** A form never changes once there is one. */
const forms = new WeakMap<BridgeNetworks, Map<string, TokenForm>>();

/** The form a token has on a network, asked of the bridge there. */
export async function formOn(o: {
  networks: BridgeNetworks;
  network: number;
  token: TestToken;
}): Promise<TokenForm> {
  const { networks, network, token } = o;
  const known = forms.get(networks) ?? new Map<string, TokenForm>();
  forms.set(networks, known);
  const key = `${token.name} ${token.network} ${token.address} ${network}`;
  const { client } = chainOf(networks, network);
  const { bridge } = networks.contracts;
  const form = known.get(key) ?? (await tokenFormOn({ ...o, client, bridge }));
  known.set(key, form);
  return form;
}

/**
 * How much of a token is locked at its origin's bridge, and how much all other networks have made of it.
 * Nothing but what is on the chains goes into it.
 */
export async function readTokenSupply(
  networks: BridgeNetworks,
  token: TestToken,
): Promise<{ locked: bigint; circulating: bigint }> {
  const { bridge } = networks.contracts;
  const supply = { locked: 0n, circulating: 0n };
  for (const network of networkIds(networks)) {
    const { client } = chainOf(networks, network);
    const form = await formOn({ networks, network, token });
    if (network === token.network)
      supply.locked = await balanceIn({ client, form, account: bridge });
    else supply.circulating += await issuedIn({ client, bridge, form });
  }
  return supply;
}
