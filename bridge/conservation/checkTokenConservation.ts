import { type ConservedNetwork, readTransfers, route, type Transfers } from './readTransfers.ts';
import { balanceIn, issuedIn, type OriginToken, tokenFormOn } from './tokenForm.ts';

/** How a token stands on a network that is not its origin; smallest unit. */
export interface NetworkConservation {
  /**
   * What the origin's bridge locks on account of this network: all that was sent to it, less what it
   * sent to other networks and what of its was claimed at the origin.
   */
  locked: bigint;
  /** Issued there: wrapped tokens, or native coins outside the bridge. */
  circulating: bigint;
  /** Sent there from anywhere, not yet claimed. */
  depositsUnclaimed: bigint;
  /** Sent home from there, not yet claimed at the origin. */
  exitsUnclaimed: bigint;
  /**
   * `locked - circulating - depositsUnclaimed - exitsUnclaimed`: 0, or what was burnt or given to the
   * bridge without bridging. Negative means that more is owed than is there.
   */
  surplus: bigint;
}

export interface TokenConservation {
  /** Heights, by network. */
  blocks: Record<number, bigint>;
  /** What the bridge at the origin locks for users: sent from there less claimed there. */
  locked: bigint;
  /** What that bridge has beyond it, sent to it without bridging. Negative: it has too little. */
  donations: bigint;
  /** By network id, for all but the origin. */
  networks: Record<number, NetworkConservation>;
  /** True when nothing is missing anywhere. */
  ok: boolean;
}

/**
 * Counts a token over all networks that it may be on, at one height each, from events and balances:
 * everything that is locked at its origin circulates elsewhere or is on its way.
 * @param o.networks all that the token was sent to or from; the origin among them
 */
export async function checkTokenConservation(o: {
  networks: readonly ConservedNetwork[];
  token: OriginToken;
}): Promise<TokenConservation> {
  const { token } = o;
  const pinned: (ConservedNetwork & { block: bigint })[] = [];
  // The origin comes last: a claim elsewhere then finds its deposit there.
  const order = [...o.networks].sort((a, b) => rank(a, token) - rank(b, token));
  for (const n of order) {
    const block = n.block ?? (await n.client.getBlockNumber({ cacheTime: 0 }));
    pinned.push({ ...n, block });
  }
  const transfers = await readTransfers({ networks: pinned, token });
  const ids = pinned.map(({ network }) => network);
  const networks: Record<number, NetworkConservation> = {};
  let [locked, donations] = [0n, 0n];
  for (const n of pinned) {
    const at = { ...n, token, blockNumber: n.block };
    const form = await tokenFormOn(at);
    if (n.network === token.network) {
      const own = { ...transfers, id: n.network, others: destinations(transfers, n.network) };
      locked = out(own.sent, own) - into(own.claimed, { id: n.network, others: ids });
      donations = (await balanceIn({ ...at, form, account: n.bridge })) - locked;
    } else {
      const circulating = await issuedIn({ ...at, form });
      networks[n.network] = standing({ transfers, ids, id: n.network, token, circulating });
    }
  }
  return {
    blocks: Object.fromEntries(pinned.map(({ network, block }) => [network, block])),
    ...{ locked, donations, networks },
    ok: donations >= 0n && Object.values(networks).every(({ surplus }) => surplus >= 0n),
  };
}

function rank({ network }: ConservedNetwork, token: OriginToken): number {
  return network === token.network ? 1 : 0;
}

function standing(o: {
  transfers: Transfers;
  ids: readonly number[];
  id: number;
  token: OriginToken;
  circulating: bigint;
}): NetworkConservation {
  const { transfers, ids: others, id, circulating } = o;
  const { sent, claimed } = transfers;
  const home = route(id, o.token.network);
  const sentHome = sent.get(home) ?? 0n;
  const claimedHome = claimed.get(home) ?? 0n;
  const received = into(sent, { id, others });
  const everywhere = destinations(transfers, id);
  const locked = received - (out(sent, { id, others: everywhere }) - sentHome) - claimedHome;
  const depositsUnclaimed = received - into(claimed, { id, others });
  const exitsUnclaimed = sentHome - claimedHome;
  const surplus = locked - circulating - depositsUnclaimed - exitsUnclaimed;
  return { locked, circulating, depositsUnclaimed, exitsUnclaimed, surplus };
}

interface Between {
  id: number;
  others: readonly number[];
}

/** Where anything was sent to from a network, known to us or not. */
function destinations({ sent }: Transfers, from: number): number[] {
  const prefix = `${from}/`;
  return [...sent.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => Number(key.slice(prefix.length)));
}

function into(sums: ReadonlyMap<string, bigint>, { id, others }: Between): bigint {
  return others.reduce((sum, other) => sum + (sums.get(route(other, id)) ?? 0n), 0n);
}

function out(sums: ReadonlyMap<string, bigint>, { id, others }: Between): bigint {
  return others.reduce((sum, other) => sum + (sums.get(route(id, other)) ?? 0n), 0n);
}
