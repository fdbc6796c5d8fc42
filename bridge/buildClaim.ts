import type { ContractFunctionArgs } from 'viem';
import type { bridgeAbi } from './abi.ts';
import { globalIndexOf } from './tree/globalIndex.ts';
import type { BridgeLeaf } from './tree/leafHash.ts';
import type { ClaimProof } from './types.ts';

/** Arguments of `claimAsset` and of `claimMessage`, in the order of the contract. */
export type ClaimArguments = ContractFunctionArgs<typeof bridgeAbi, 'nonpayable', 'claimAsset'>;

/** A call that claims a deposit on the bridge of its destination. */
export interface ClaimCall {
  functionName: 'claimAsset' | 'claimMessage';
  args: ClaimArguments;
}

/** Puts a deposit and its proof into the call that claims it: `claimMessage` for leaf type 1. */
export function buildClaim(o: {
  deposit: BridgeLeaf & { network: number; depositCount: number };
  proof: ClaimProof;
}): ClaimCall {
  const { deposit, proof } = o;
  return {
    functionName: deposit.leafType === 0 ? 'claimAsset' : 'claimMessage',
    args: [
      proof.proofLocalExitRoot as ClaimArguments[0],
      proof.proofRollupExitRoot as ClaimArguments[1],
      globalIndexOf(deposit),
      proof.mainnetExitRoot,
      proof.rollupExitRoot,
      deposit.originNetwork,
      deposit.originAddress,
      deposit.destinationNetwork,
      deposit.destinationAddress,
      deposit.amount,
      deposit.metadata,
    ],
  };
}
