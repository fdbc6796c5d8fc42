import type { Address, Hex } from 'viem';
import type { AdmissionTransaction } from './types.ts';

/**
 * Puts some transactions before all others; both keep their order. What a sender has before such a
 * transaction comes along, because it cannot be executed without.
 */
export function laneFirst(
  transactions: readonly AdmissionTransaction[],
  inLane: (transaction: AdmissionTransaction) => boolean,
): Hex[] {
  const last = new Map<Address, bigint>();
  for (const t of transactions) {
    if (inLane(t) && t.nonce >= (last.get(t.from) ?? 0n)) last.set(t.from, t.nonce);
  }
  const first = (t: AdmissionTransaction): boolean => {
    const nonce = last.get(t.from);
    return nonce !== undefined && t.nonce <= nonce;
  };
  return [...transactions.filter(first), ...transactions.filter((t) => !first(t))].map(
    ({ hash }) => hash,
  );
}
