import { type Address, isAddressEqual, type PublicClient } from 'viem';
import { bigTokenAbi, transferEvent as event } from './abi.ts';
import { ConservationError } from './errors.ts';
import { fetchEvents } from './service/fetchEvents.ts';
import { globalIndexOf } from './tree/globalIndex.ts';
import type { BridgeContracts, ChainLogs } from './types.ts';

/** What the L2 bridge holds in genesis, wei: the whole supply of the native coin. */
export const L2_NATIVE_SUPPLY = 2n ** 128n - 1n;

/** Blocks asked for in one `eth_getLogs`. */
const RANGE = 10_000n;

export interface ConservationParameters {
  l1: PublicClient;
  l2: PublicClient;
  contracts: Pick<BridgeContracts, 'bridge' | 'l2Bridge'> & { deploymentBlock?: bigint };
  rollupId: number;
  /** BIG on the L1. */
  gasToken: Address;
  /** Heights to compare at; the heads unless told, the L2's read first. */
  l1Block?: bigint;
  l2Block?: bigint;
}

/** All amounts in wei of BIG. */
export interface Conservation {
  l1Block: bigint;
  l2Block: bigint;
  /** BIG that the L1 bridge holds for its users: its balance less `donations`. */
  locked: bigint;
  /**
   * BIG outside the L2 bridge: 2^128 - 1 less the bridge's balance. What a genesis gives to other
   * accounts is not in it; there must be none.
   */
  circulating: bigint;
  /** Sent from the L1, not yet claimed on the L2. */
  depositsUnclaimed: bigint;
  /** Sent from the L2, not yet claimed on the L1. */
  exitsUnclaimed: bigint;
  /** Sent to the L1 bridge without bridging: nobody can claim it. */
  donations: bigint;
  /**
   * `locked - circulating - depositsUnclaimed - exitsUnclaimed`: 0, or what somebody gave to the L2
   * bridge without bridging. Negative means that more is owed than is there.
   */
  surplus: bigint;
  /** True when nothing is missing: neither `surplus` nor `donations` is negative. */
  ok: boolean;
}

/**
 * Counts the BIG of a rollup at one pair of heights, from events and balances:
 * `locked = circulating + deposits not yet claimed + exits not yet claimed`.
 */
export async function checkConservation(o: ConservationParameters): Promise<Conservation> {
  // In this order every claim on the L2 finds its deposit on the L1.
  const l2Block = o.l2Block ?? (await o.l2.getBlockNumber({ cacheTime: 0 }));
  const l1Block = o.l1Block ?? (await o.l1.getBlockNumber({ cacheTime: 0 }));
  const l1 = await readL1({ ...o, l1Block });
  const l2 = await readL2({ ...o, l2Block });
  const locked = l1.balance - l1.donations;
  const circulating = L2_NATIVE_SUPPLY - l2.balance;
  const deposits = l1.sent.filter((deposit) => deposit.destinationNetwork === o.rollupId);
  const exits = l2.sent.filter((deposit) => deposit.destinationNetwork === 0);
  const depositsUnclaimed = unclaimed({ network: 0, deposits, claims: l2.claims });
  const exitsUnclaimed = unclaimed({ network: o.rollupId, deposits: exits, claims: l1.claims });
  const surplus = locked - circulating - depositsUnclaimed - exitsUnclaimed;
  return {
    l1Block,
    l2Block,
    locked,
    circulating,
    depositsUnclaimed,
    exitsUnclaimed,
    donations: l1.donations,
    surplus,
    ok: surplus >= 0n && l1.donations >= 0n,
  };
}

/**
 * The same, and insists that nothing is missing and nothing is unexplained.
 * @param o.knownSurplus wei that is known to have been given to the L2 bridge; 0 unless told
 * @throws ConservationError with all terms
 */
export async function assertConservation(
  o: ConservationParameters & { knownSurplus?: bigint },
): Promise<Conservation> {
  const found = await checkConservation(o);
  if (found.ok && found.surplus === (o.knownSurplus ?? 0n)) return found;
  const { ok: _, ...terms } = found;
  throw new ConservationError({ terms });
}

async function readL1(o: ConservationParameters & { l1Block: bigint }) {
  const { bridge, deploymentBlock: fromBlock = 0n } = o.contracts;
  const read = { address: o.gasToken, abi: bigTokenAbi } as const;
  const balance = await o.l1.readContract({
    ...read,
    functionName: 'balanceOf',
    args: [bridge],
    blockNumber: o.l1Block,
  });
  let received = 0n;
  for (const range of ranges(fromBlock, o.l1Block)) {
    const filter = { address: o.gasToken, event, args: { to: bridge }, strict: true } as const;
    for (const log of await o.l1.getLogs({ ...filter, ...range })) received += log.args.value;
  }
  const events = await readBig({ ...o, client: o.l1, bridge, fromBlock, toBlock: o.l1Block });
  const bridged = events.sent.reduce((sum, deposit) => sum + deposit.amount, 0n);
  return { balance, donations: received - bridged, ...events };
}

async function readL2(o: ConservationParameters & { l2Block: bigint }) {
  const bridge = o.contracts.l2Bridge ?? o.contracts.bridge;
  const balance = await o.l2.getBalance({ address: bridge, blockNumber: o.l2Block });
  const toBlock = o.l2Block;
  return { balance, ...(await readBig({ ...o, client: o.l2, bridge, fromBlock: 0n, toBlock })) };
}

/** Deposits of BIG as an asset, and which global indexes were claimed. */
async function readBig(o: {
  client: PublicClient;
  bridge: Address;
  gasToken: Address;
  fromBlock: bigint;
  toBlock: bigint;
}): Promise<{ sent: ChainLogs['deposits']; claims: ReadonlySet<bigint> }> {
  const sent: ChainLogs['deposits'] = [];
  const claims = new Set<bigint>();
  for (const range of ranges(o.fromBlock, o.toBlock)) {
    const events = await fetchEvents({ client: o.client, addresses: [o.bridge], ...range });
    sent.push(...events.deposits.filter((deposit) => isBig(deposit, o.gasToken)));
    for (const claim of events.claims) claims.add(claim.globalIndex);
  }
  return { sent, claims };
}

function isBig(deposit: ChainLogs['deposits'][number], gasToken: Address): boolean {
  const { leafType, originNetwork, originAddress } = deposit;
  return leafType === 0 && originNetwork === 0 && isAddressEqual(originAddress, gasToken);
}

function unclaimed(o: {
  network: number;
  deposits: ChainLogs['deposits'];
  claims: ReadonlySet<bigint>;
}): bigint {
  return o.deposits
    .filter(
      ({ depositCount }) => !o.claims.has(globalIndexOf({ network: o.network, depositCount })),
    )
    .reduce((sum, deposit) => sum + deposit.amount, 0n);
}

function* ranges(from: bigint, to: bigint): Generator<{ fromBlock: bigint; toBlock: bigint }> {
  for (let fromBlock = from; fromBlock <= to; fromBlock += RANGE) {
    const end = fromBlock + RANGE - 1n;
    yield { fromBlock, toBlock: end < to ? end : to };
  }
}
