import type { Hash } from 'viem';
import { waitFor } from '#core';
import type { ClaimCall } from '../buildClaim.ts';
import { getClaim } from './getClaim.ts';
import type { DepositId } from './getDeposit.ts';

export interface WaitToClaimParameters extends DepositId {
  /** Of the bridge service. */
  url: string;
  /** 120,000 unless told. */
  timeoutMs?: number;
  pollMs?: number;
  signal?: AbortSignal;
}

export interface ClaimableDeposit {
  /** Ready to send with `claimAsset`. */
  claim: ClaimCall;
  /** Set when somebody has claimed it already, the service's own claimer for example. */
  claimTxHash: Hash | undefined;
}

/**
 * Waits until a deposit can be claimed and returns the call that does it.
 * @throws WaitTimeoutError whose cause tells what was still missing
 */
export function waitToClaim(o: WaitToClaimParameters): Promise<ClaimableDeposit> {
  return waitFor({
    what: `deposit ${o.depositCount} of network ${o.network} to be claimable`,
    timeoutMs: o.timeoutMs ?? 120_000,
    intervalMs: o.pollMs ?? 250,
    ...(o.signal ? { signal: o.signal } : {}),
    // Until then this fails with an error that says why, which a timeout will show.
    async check() {
      const { claim, deposit } = await getClaim(o);
      return { claim, claimTxHash: deposit.claimTxHash };
    },
  });
}
