import type { Address } from 'viem';
import { batchVerifierAbi } from '#contracts';
import type { ContractReader } from './readRollupState.ts';

/** What the batch verifier on L1 binds a proof to. */
export interface BatchVerifierState {
  domain: bigint;
  epoch: bigint;
  /** Commitment to the validator set. */
  root: bigint;
  /** Signatures needed, of n. */
  k: number;
  n: number;
}

export async function readBatchVerifier(o: {
  client: ContractReader;
  batchVerifier: Address;
}): Promise<BatchVerifierState> {
  const verifier = { address: o.batchVerifier, abi: batchVerifierAbi } as const;
  const [domain, [epoch, root, k, n]] = await Promise.all([
    o.client.readContract({ ...verifier, functionName: 'domain' }),
    o.client.readContract({ ...verifier, functionName: 'validatorSet' }),
  ]);
  return { domain, epoch, root, k, n };
}
