import type { Address, PublicClient } from 'viem';
import { ConservationError } from '../errors.ts';
import type { BridgeContracts } from '../types.ts';
import { checkTokenConservation } from './checkTokenConservation.ts';
import type { ConservedNetwork } from './readTransfers.ts';

export interface ConservationParameters {
  l1: PublicClient;
  l2: PublicClient;
  contracts: Pick<BridgeContracts, 'bridge' | 'l2Bridge'> & { deploymentBlock?: bigint };
  rollupId: number;
  /** BIG on the L1; for another rollup its own coin (the zero address: ether), or any token of the L1. */
  gasToken: Address;
  /** Other rollups at the same manager, which the token may have been sent to or come from. */
  others?: readonly ConservedNetwork[];
  /** Heights to compare at; the heads unless told, the L2's read first. */
  l1Block?: bigint;
  l2Block?: bigint;
}

/** All amounts in wei of BIG. */
export interface Conservation {
  l1Block: bigint;
  l2Block: bigint;
  /** BIG that the L1 bridge holds on account of this rollup. */
  locked: bigint;
  /**
   * BIG outside the L2 bridge: 2^128 - 1 less the bridge's balance (of a token that is not the coin
   * there, the supply of its wrapped form). What a genesis gives to other accounts is not in it; there
   * must be none.
   */
  circulating: bigint;
  /** Sent to the L2, not yet claimed there. */
  depositsUnclaimed: bigint;
  /** Sent from the L2 to the L1, not yet claimed there. */
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
  const { bridge, l2Bridge = bridge, deploymentBlock: fromBlock = 0n } = o.contracts;
  const l1: ConservedNetwork = { network: 0, client: o.l1, bridge, fromBlock };
  const l2: ConservedNetwork = { network: o.rollupId, client: o.l2, bridge: l2Bridge };
  const found = await checkTokenConservation({
    token: { network: 0, address: o.gasToken },
    networks: [
      o.l1Block === undefined ? l1 : { ...l1, block: o.l1Block },
      o.l2Block === undefined ? l2 : { ...l2, block: o.l2Block },
      ...(o.others ?? []),
    ],
  });
  return {
    l1Block: found.blocks[0]!,
    l2Block: found.blocks[o.rollupId]!,
    ...found.networks[o.rollupId]!,
    donations: found.donations,
    ok: found.ok,
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
