import { getBridgeStatus } from './getBridgeStatus.ts';
import type { DepositId } from './getDeposit.ts';

export interface TimeToClaim {
  /** From now; 0 when it is claimable or claimed, `null` where the service cannot tell. */
  seconds: number | null;
  /** The same as a time, milliseconds since the epoch. */
  timestamp: number | null;
}

/**
 * When a deposit may be claimable, by what the service saw of earlier ones.
 * @param o.url of the service
 * @throws BridgeApiError
 */
export async function estimateTimeToClaim(o: DepositId & { url: string }): Promise<TimeToClaim> {
  const found = await getBridgeStatus(o);
  if (found.status === 'waiting-to-index') return { seconds: null, timestamp: null };
  const waiting = found.status === 'waiting-to-claim';
  const seconds = waiting ? (found.reason?.estimatedSeconds ?? null) : 0;
  return { seconds, timestamp: seconds === null ? null : Date.now() + seconds * 1000 };
}
