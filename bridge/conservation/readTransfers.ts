import { type Address, isAddressEqual, type PublicClient, zeroAddress } from 'viem';
import { fetchEvents } from '../service/fetchEvents.ts';
import { depositOf } from '../tree/globalIndex.ts';
import type { ChainLogs } from '../types.ts';
import type { OriginToken } from './tokenForm.ts';

/** A network whose bridge takes part. */
export interface ConservedNetwork {
  /** 0 the L1, n the rollup with id n. */
  network: number;
  client: PublicClient;
  bridge: Address;
  /** First block that may hold an event; 0 unless told. */
  fromBlock?: bigint;
  /** Height to look at; the head unless told. */
  block?: bigint;
}

/** Sums by `<from>/<to>`, in the smallest unit of the token. */
export interface Transfers {
  sent: ReadonlyMap<string, bigint>;
  claimed: ReadonlyMap<string, bigint>;
}

export const route = (from: number, to: number): string => `${from}/${to}`;

/** Blocks asked for in one `eth_getLogs`. */
const RANGE = 10_000n;

type DepositLog = ChainLogs['deposits'][number];
type Pinned = ConservedNetwork & { block: bigint };

/**
 * What was sent of a token from each network to each other, and what of it was claimed, up to the
 * pinned heights. A claim may be of a deposit after its own network's height: both then count as they
 * stand, and nothing is lost between them.
 */
export async function readTransfers(o: {
  networks: readonly Pinned[];
  token: OriginToken;
}): Promise<Transfers> {
  const { networks, token } = o;
  const logs = new Map<number, Pick<ChainLogs, 'deposits' | 'claims'>>();
  for (const n of networks) {
    logs.set(n.network, await readLogs({ ...n, from: n.fromBlock ?? 0n, to: n.block }));
  }
  const deposits = new Map<string, DepositLog>();
  const remember = (network: number, found: readonly DepositLog[]) => {
    for (const deposit of found) deposits.set(route(network, deposit.depositCount), deposit);
  };
  for (const [network, { deposits: found }] of logs) remember(network, found);
  for (const n of networks) {
    const isClaimedEarly = networks.some(({ network }) =>
      logs.get(network)!.claims.some(({ globalIndex }) => {
        const source = depositOf(globalIndex);
        const id = route(source.network, source.depositCount);
        return source.network === n.network && !deposits.has(id);
      }),
    );
    if (!isClaimedEarly) continue;
    const to = await n.client.getBlockNumber({ cacheTime: 0 });
    remember(n.network, (await readLogs({ ...n, from: n.block + 1n, to })).deposits);
  }
  const sent = new Map<string, bigint>();
  const claimed = new Map<string, bigint>();
  const add = (sums: Map<string, bigint>, key: string, amount: bigint) =>
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  for (const [network, found] of logs) {
    for (const deposit of found.deposits) {
      if (!isOf(deposit, token)) continue;
      add(sent, route(network, deposit.destinationNetwork), deposit.amount);
    }
    for (const { globalIndex } of found.claims) {
      const source = depositOf(globalIndex);
      const deposit = deposits.get(route(source.network, source.depositCount));
      if (!deposit || !isOf(deposit, token)) continue;
      add(claimed, route(source.network, network), deposit.amount);
    }
  }
  return { sent, claimed };
}

/** A message carries ether, whatever its sender's address says. */
function isOf(deposit: DepositLog, token: OriginToken): boolean {
  const isEther = token.network === 0 && token.address === zeroAddress;
  if (deposit.leafType === 1) return isEther;
  const { originNetwork, originAddress } = deposit;
  return originNetwork === token.network && isAddressEqual(originAddress, token.address);
}

async function readLogs(o: {
  client: PublicClient;
  bridge: Address;
  from: bigint;
  to: bigint;
}): Promise<Pick<ChainLogs, 'deposits' | 'claims'>> {
  const found: Pick<ChainLogs, 'deposits' | 'claims'> = { deposits: [], claims: [] };
  for (let fromBlock = o.from; fromBlock <= o.to; fromBlock += RANGE) {
    const end = fromBlock + RANGE - 1n;
    const toBlock = end < o.to ? end : o.to;
    const events = await fetchEvents({ ...o, addresses: [o.bridge], fromBlock, toBlock });
    found.deposits.push(...events.deposits);
    found.claims.push(...events.claims);
  }
  return found;
}
