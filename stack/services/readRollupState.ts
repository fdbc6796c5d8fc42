import type { Address, Hex, PublicClient } from 'viem';
import { rollupManagerAbi } from '#contracts';

/** What the manager on L1 knows of a rollup. */
export interface RollupState {
  /** Chain id of the L2. */
  chainId: bigint;
  forkId: bigint;
  verifier: Address;
  lastBatchSequenced: bigint;
  lastVerifiedBatch: bigint;
  lastLocalExitRoot: Hex;
}

/** Anything that can read contracts. */
export type ContractReader = Pick<PublicClient, 'readContract'>;

export async function readRollupState(o: {
  client: ContractReader;
  contracts: { rollupManager: Address };
  rollupId: number;
}): Promise<RollupState> {
  const data = await o.client.readContract({
    address: o.contracts.rollupManager,
    abi: rollupManagerAbi,
    functionName: 'rollupIDToRollupData',
    args: [o.rollupId],
  });
  return {
    chainId: data.chainID,
    forkId: data.forkID,
    verifier: data.verifier,
    lastBatchSequenced: data.lastBatchSequenced,
    lastVerifiedBatch: data.lastVerifiedBatch,
    lastLocalExitRoot: data.lastLocalExitRoot,
  };
}
