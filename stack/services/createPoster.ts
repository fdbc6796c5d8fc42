import {
  type Abi,
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  type PublicClient,
  size,
  zeroAddress,
  zeroHash,
} from 'viem';
import { rollupEtrogAbi, rollupValidiumAbi } from '#contracts';
import {
  collectDataSignatures,
  type DataSequence,
  NoCommitteeError,
  readCommittee,
  readDataProtocol,
} from '../da/index.ts';
import { finalAccInputHash, type Sequence } from './buildSequence.ts';
import type { L2Batch } from './readL2Batch.ts';

interface ToPost {
  sequence: Sequence;
  /** Hash chain before it, as the rollup contract has it. */
  previous: Hex;
  /** Root of the L1 info tree at the sequence's leaf count. */
  l1InfoRoot: Hex;
}

/** The call of the rollup contract that puts a sequence on L1. */
export interface PostCall {
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
}

/**
 * How a rollup wants its batches: whole, or as hashes with the signatures of a committee that keeps
 * them. The contract on L1 tells.
 * @param o.key of the trusted sequencer
 * @throws NoCommitteeError; from the poster TooFewSignaturesError
 */
export async function createPoster(o: {
  client: Pick<PublicClient, 'readContract'>;
  rollup: Address;
  key: Hex;
}): Promise<(toPost: ToPost) => Promise<PostCall>> {
  const protocol = await readDataProtocol(o);
  if (protocol === undefined) return async (toPost) => rollupCall(toPost);
  if (protocol === zeroAddress) throw new NoCommitteeError(o);
  return (toPost) => validiumCall({ ...o, ...toPost });
}

function rollupCall(o: ToPost): PostCall {
  return {
    abi: rollupEtrogAbi as Abi,
    functionName: 'sequenceBatches',
    args: callArguments(o.sequence, finalAccInputHash(o)),
  };
}

async function validiumCall(
  o: ToPost & { client: Pick<PublicClient, 'readContract'>; rollup: Address; key: Hex },
): Promise<PostCall> {
  const committee = await readCommittee(o);
  if (!committee) throw new NoCommitteeError(o);
  const message = await collectDataSignatures({ committee, sequence: dataSequence(o), key: o.key });
  const [batches, ...rest] = callArguments(o.sequence, finalAccInputHash(o));
  const hashed = batches.map(({ transactions, ...batch }) => ({
    ...batch,
    transactionsHash: keccak256(transactions),
  }));
  return {
    abi: rollupValidiumAbi as Abi,
    functionName: 'sequenceBatchesValidium',
    args: [hashed, ...rest, message],
  };
}

function dataSequence({ sequence, previous, l1InfoRoot }: ToPost): DataSequence {
  const { l2Coinbase: coinbase, maxSequenceTimestamp } = sequence;
  return {
    batches: sequence.batches.map(({ transactions: l2Data, ...forced }) => ({
      ...forced,
      l2Data,
      coinbase,
    })),
    oldAccInputHash: previous,
    ...{ l1InfoRoot, maxSequenceTimestamp },
  };
}

function callArguments(sequence: Sequence, expectedFinalAccInputHash: Hex) {
  return [
    sequence.batches,
    sequence.l1InfoTreeLeafCount,
    sequence.maxSequenceTimestamp,
    expectedFinalAccInputHash,
    sequence.l2Coinbase,
  ] as const;
}

/** Size of the call data with which some batches are put on L1 whole. */
export function callDataBytes(batches: readonly L2Batch[]): number {
  const sequence: Sequence = {
    batches: batches.map(({ batchL2Data: transactions }) => ({
      transactions,
      forcedGlobalExitRoot: zeroHash,
      forcedTimestamp: 0n,
      forcedBlockHashL1: zeroHash,
    })),
    l1InfoTreeLeafCount: 0,
    maxSequenceTimestamp: 0n,
    l2Coinbase: zeroAddress,
  };
  const args = callArguments(sequence, zeroHash);
  return size(encodeFunctionData({ abi: rollupEtrogAbi, functionName: 'sequenceBatches', args }));
}
