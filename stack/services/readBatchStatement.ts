import type { Address, Hex } from 'viem';
import { rollupManagerAbi } from '#contracts';
import { inputSnark, type SnarkInput } from '../batch/index.ts';
import { type ContractReader, readRollupState } from './readRollupState.ts';

/** What an aggregator offers: a range of batches and where they lead. */
export interface BatchOffer {
  /** Last batch before the range. */
  initNumBatch: bigint;
  /** Last batch of the range; the end of a sequence on L1. */
  finalNewBatch: bigint;
  newStateRoot: Hex;
  newLocalExitRoot: Hex;
  /** Sender of the verification. */
  aggregator: Address;
}

/** The 212 bytes in parts, and their hash as the circuit takes it. */
export interface BatchStatement extends SnarkInput {
  inputSnark: bigint;
}

/** Completes an offer with what the manager on L1 will put into the public input. */
export async function readBatchStatement(o: {
  client: ContractReader;
  contracts: { rollupManager: Address };
  rollupId: number;
  offer: BatchOffer;
}): Promise<BatchStatement> {
  const { client, rollupId, offer } = o;
  const manager = { address: o.contracts.rollupManager, abi: rollupManagerAbi } as const;
  const accInputHash = async (batch: bigint): Promise<Hex> => {
    const args = [rollupId, batch] as const;
    const functionName = 'getRollupSequencedBatches';
    return (await client.readContract({ ...manager, functionName, args })).accInputHash;
  };
  const [{ chainId, forkId }, oldStateRoot, oldAccInputHash, newAccInputHash] = await Promise.all([
    readRollupState(o),
    client.readContract({
      ...manager,
      functionName: 'getRollupBatchNumToStateRoot',
      args: [rollupId, offer.initNumBatch],
    }),
    accInputHash(offer.initNumBatch),
    accInputHash(offer.finalNewBatch),
  ]);
  return withInputSnark({
    ...offer,
    chainId,
    forkId,
    oldStateRoot,
    oldAccInputHash,
    newAccInputHash,
  });
}

/** Adds the hash to the parts. */
export function withInputSnark(o: SnarkInput): BatchStatement {
  return { ...o, inputSnark: inputSnark(o) };
}
