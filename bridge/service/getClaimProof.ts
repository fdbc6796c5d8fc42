import { DepositNotFoundError, NetworkUnknownError, NotReadyError } from '../errors.ts';
import type { BridgeStore } from '../store/openStore.ts';
import type { ClaimProof, Deposit } from '../types.ts';
import type { Claimability } from './createClaimability.ts';

/** A deposit that the service knows. @throws NetworkUnknownError, DepositNotFoundError */
export function findDeposit(o: {
  store: BridgeStore;
  networks: ReadonlyMap<number, unknown>;
  network: number;
  depositCount: number;
}): Deposit {
  const { store, network, depositCount } = o;
  if (!o.networks.has(network)) {
    throw new NetworkUnknownError({ network, known: [...o.networks.keys()] });
  }
  const deposit = store.deposits.get(network, depositCount);
  if (deposit) return deposit;
  const indexed = store.deposits.count(network);
  throw new DepositNotFoundError({ network, depositCount, indexed });
}

/**
 * Proof that a deposit needs to be claimed on its destination, against an exit root known there.
 * @throws NotReadyError with the reason, while there is none
 * @throws NetworkUnknownError, DepositNotFoundError
 */
export async function getClaimProof(o: {
  store: BridgeStore;
  networks: ReadonlyMap<number, unknown>;
  claimability: Claimability;
  network: number;
  depositCount: number;
}): Promise<{ deposit: Deposit; proof: ClaimProof }> {
  const deposit = findDeposit(o);
  const proof = o.claimability.proof(deposit);
  if (proof) return { deposit, proof };
  const { network, depositCount } = o;
  const reason = await o.claimability.explain(deposit);
  throw new NotReadyError({ network, depositCount, reason });
}
