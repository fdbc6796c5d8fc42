import type { Address, Hash, Hex } from 'viem';
import { waitFor } from '#core';
import { buildClaim, type ClaimCall } from '../buildClaim.ts';
import { BridgeApiError } from '../errors.ts';

export interface WaitToClaimParameters {
  /** Of the bridge service. */
  url: string;
  /** Network that the deposit was made on: 0 the L1, n the rollup with id n. */
  network: number;
  depositCount: number;
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

interface DepositAnswer {
  deposit: {
    leaf_type: number;
    orig_net: number;
    orig_addr: Address;
    amount: string;
    dest_net: number;
    dest_addr: Address;
    metadata: Hex;
    claim_tx_hash: Hash | '';
    ready_for_claim: boolean;
    waiting_for?: { message: string };
  };
}

interface ProofAnswer {
  proof: {
    merkle_proof: Hex[];
    rollup_merkle_proof: Hex[];
    main_exit_root: Hex;
    rollup_exit_root: Hex;
  };
}

/**
 * Waits until a deposit can be claimed and returns the call that does it.
 * @throws WaitTimeoutError whose cause tells what was still missing
 */
export function waitToClaim(o: WaitToClaimParameters): Promise<ClaimableDeposit> {
  const id = `net_id=${o.network}&deposit_cnt=${o.depositCount}`;
  return waitFor({
    what: `deposit ${o.depositCount} of network ${o.network} to be claimable`,
    timeoutMs: o.timeoutMs ?? 120_000,
    intervalMs: o.pollMs ?? 250,
    ...(o.signal ? { signal: o.signal } : {}),
    async check() {
      const { deposit } = await get<DepositAnswer>(`${o.url}/bridge?${id}`);
      // Until then this answers with an error that says why, which a timeout will show.
      const { proof } = await get<ProofAnswer>(`${o.url}/merkle-proof?${id}`);
      return { claim: claimOf(o, deposit, proof), claimTxHash: deposit.claim_tx_hash || undefined };
    },
  });
}

function claimOf(
  o: { network: number; depositCount: number },
  deposit: DepositAnswer['deposit'],
  proof: ProofAnswer['proof'],
): ClaimCall {
  return buildClaim({
    deposit: {
      network: o.network,
      depositCount: o.depositCount,
      leafType: deposit.leaf_type,
      originNetwork: deposit.orig_net,
      originAddress: deposit.orig_addr,
      destinationNetwork: deposit.dest_net,
      destinationAddress: deposit.dest_addr,
      amount: BigInt(deposit.amount),
      metadata: deposit.metadata,
    },
    proof: {
      proofLocalExitRoot: proof.merkle_proof,
      proofRollupExitRoot: proof.rollup_merkle_proof,
      mainnetExitRoot: proof.main_exit_root,
      rollupExitRoot: proof.rollup_exit_root,
    },
  });
}

async function get<T>(url: string): Promise<T> {
  const response = await fetch(url);
  const body = await response.text();
  if (!response.ok) throw new BridgeApiError({ url, status: response.status, body });
  return JSON.parse(body) as T;
}
