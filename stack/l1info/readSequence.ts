import {
  type Address,
  decodeFunctionData,
  type Hex,
  isAddressEqual,
  type PublicClient,
  zeroHash,
} from 'viem';
import { sequenceFunctions } from './abi.ts';
import { SequenceDataError } from './errors.ts';
import type { L1Sequence } from './types.ts';

/** A batch as it was put on L1. */
export interface SequencedBatch {
  number: bigint;
  /** Batch data; without block marks when `forced` is there. */
  transactions: Hex;
  coinbase: Address;
  /** What the batch may use of the L1 info tree; for forced batches see `forced`. */
  limits: { l1InfoRoot: Hex; leafCount: number; maxTimestamp: bigint };
  /** What the rollup contract recorded when the batch was forced. */
  forced?: { globalExitRoot: Hex; timestamp: bigint; blockHash: Hex };
}

/**
 * The batches of a sequence, from the call data of its transaction.
 * @param o.dataOf gives the data behind a hash, which is all that a validium puts on L1
 * @throws SequenceDataError when the transaction is no direct call of the rollup
 */
export async function readSequence(o: {
  client: PublicClient;
  rollup: Address;
  sequence: L1Sequence;
  dataOf?: (hash: Hex) => Promise<Hex>;
}): Promise<SequencedBatch[]> {
  const { transactionHash, lastBatch } = o.sequence;
  const transaction = await o.client.getTransaction({ hash: transactionHash });
  if (!transaction.to || !isAddressEqual(transaction.to, o.rollup)) {
    const reason = `it calls ${transaction.to ?? 'nobody'}, not the rollup ${o.rollup}`;
    throw new SequenceDataError({ transactionHash, reason });
  }
  const { batches, ...shared } = decodeCall({
    transactionHash,
    data: transaction.input,
    sender: transaction.from,
    l1InfoRoot: o.sequence.l1InfoRoot ?? zeroHash,
  });
  const first = lastBatch - BigInt(batches.length) + 1n;
  const data = await Promise.all(
    batches.map((batch) => transactionsOf({ ...o, transactionHash, batch })),
  );
  return batches.map((batch, i) => ({
    number: first + BigInt(i),
    transactions: data[i]!,
    ...shared,
    ...(batch.forcedTimestamp > 0n
      ? {
          forced: {
            globalExitRoot: batch.forcedGlobalExitRoot,
            timestamp: batch.forcedTimestamp,
            blockHash: batch.forcedBlockHashL1,
          },
        }
      : {}),
  }));
}

async function transactionsOf(o: {
  transactionHash: Hex;
  batch: { transactions: Hex } | { transactionsHash: Hex };
  dataOf?: (hash: Hex) => Promise<Hex>;
}): Promise<Hex> {
  if ('transactions' in o.batch) return o.batch.transactions;
  if (o.dataOf) return o.dataOf(o.batch.transactionsHash);
  const { transactionHash } = o;
  throw new SequenceDataError({ transactionHash, reason: 'it has only hashes of them' });
}

function decodeCall(o: { transactionHash: Hex; data: Hex; sender: Address; l1InfoRoot: Hex }) {
  const call = parseCall(o);
  const { l1InfoRoot } = o;
  if (call.functionName === 'sequenceForceBatches') {
    const limits = { l1InfoRoot, leafCount: 0, maxTimestamp: 0n };
    return { batches: call.args[0], coinbase: o.sender, limits };
  }
  const [batches, leafCount, maxTimestamp, , coinbase] = call.args;
  return { batches, coinbase, limits: { l1InfoRoot, leafCount, maxTimestamp } };
}

function parseCall(o: { transactionHash: Hex; data: Hex }) {
  try {
    return decodeFunctionData({ abi: sequenceFunctions, data: o.data });
  } catch (cause) {
    const { transactionHash } = o;
    throw new SequenceDataError({ transactionHash, reason: 'it calls another function', cause });
  }
}
