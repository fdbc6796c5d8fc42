import type { Hash } from 'viem';
import { type DepositId, getDeposit, type KnownDeposit } from './getDeposit.ts';

/**
 * How far a deposit is. `waiting-to-index`: the service has not seen it; `waiting-to-claim`: its exit
 * root is not known on the destination; `ready-to-claim`; `claimed`.
 */
export type BridgeStatus =
  | { status: 'waiting-to-index' }
  | { status: 'waiting-to-claim'; deposit: KnownDeposit; reason: KnownDeposit['waiting'] }
  | { status: 'ready-to-claim'; deposit: KnownDeposit }
  | { status: 'claimed'; deposit: KnownDeposit; claimTxHash: Hash };

/**
 * Asks a bridge service how far a deposit is.
 * @param o.url of the service
 * @throws BridgeApiError
 */
export async function getBridgeStatus(o: DepositId & { url: string }): Promise<BridgeStatus> {
  const deposit = await getDeposit(o);
  if (!deposit) return { status: 'waiting-to-index' };
  const { claimTxHash, ready, waiting: reason } = deposit;
  if (claimTxHash) return { status: 'claimed', deposit, claimTxHash };
  if (ready) return { status: 'ready-to-claim', deposit };
  return { status: 'waiting-to-claim', deposit, reason };
}
