import type { Address, Hash, Hex } from 'viem';
import { BridgeApiError } from '../errors.ts';
import type { BridgeLeaf } from '../tree/leafHash.ts';
import { callApi } from './callApi.ts';

/** A deposit, named by where it was made and its number there. */
export interface DepositId {
  /** 0 the L1, n the rollup with id n. */
  network: number;
  depositCount: number;
}

/** What a service knows of a deposit. */
export interface KnownDeposit extends BridgeLeaf, DepositId {
  txHash: Hash;
  claimTxHash: Hash | undefined;
  ready: boolean;
  /** Why not, as far as the service tells: not every one does. */
  waiting: { code: string; message: string; estimatedSeconds: number | null } | undefined;
}

export interface DepositAnswer {
  leaf_type: number;
  orig_net: number;
  orig_addr: Address;
  amount: string;
  dest_net: number;
  dest_addr: Address;
  deposit_cnt: string;
  network_id: number;
  tx_hash: Hash;
  claim_tx_hash: Hash | '';
  metadata: Hex;
  ready_for_claim: boolean;
  waiting_for?: { code: string; message: string; estimated_seconds: number | null };
}

/**
 * Asks a bridge service for a deposit; `undefined` while the service has not seen it.
 * @param o.url of a service that speaks the dialect of zkevm-bridge-service
 * @throws BridgeApiError
 */
export async function getDeposit(
  o: DepositId & { url: string },
): Promise<KnownDeposit | undefined> {
  const query = `net_id=${o.network}&deposit_cnt=${o.depositCount}`;
  try {
    const { deposit } = await callApi<{ deposit: DepositAnswer }>(`${o.url}/bridge?${query}`);
    return toDeposit(deposit);
  } catch (error) {
    if (error instanceof BridgeApiError && error.status === 404) return undefined;
    throw error;
  }
}

export function toDeposit(answer: DepositAnswer): KnownDeposit {
  const waiting = answer.waiting_for;
  return {
    network: answer.network_id,
    depositCount: Number(answer.deposit_cnt),
    leafType: answer.leaf_type,
    originNetwork: answer.orig_net,
    originAddress: answer.orig_addr,
    destinationNetwork: answer.dest_net,
    destinationAddress: answer.dest_addr,
    amount: BigInt(answer.amount),
    metadata: answer.metadata,
    txHash: answer.tx_hash,
    claimTxHash: answer.claim_tx_hash || undefined,
    ready: answer.ready_for_claim,
    waiting: waiting && {
      code: waiting.code,
      message: waiting.message,
      estimatedSeconds: waiting.estimated_seconds,
    },
  };
}
