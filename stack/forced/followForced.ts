import type { Hash, Hex } from 'viem';
import { rollupEtrogAbi } from '#contracts';
import { waitFor } from '#core';
import {
  createL1Client,
  createL1InfoFollower,
  type ForcedBatch,
  type L1InfoFollower,
  readSequence,
} from '../l1info/index.ts';
import { NonceLostError, TransactionFailedError } from '../services/errors.ts';
import type { L1Sender } from '../services/L1Sender.ts';
import { ForcedSkippedError } from './errors.ts';
import type { ForcedTransaction } from './forceTransaction.ts';
import type { Forcing } from './readForcing.ts';

/** How a forced transaction came to the L2. */
export interface FollowedForced {
  /** `anyone`: by `sequenceForceBatches`, because the sequencer had let its time pass. */
  sequencedBy: 'sequencer' | 'anyone';
  batch: bigint;
  /** The transaction on L1 that sequenced the batch. */
  sequenceTransaction: Hash;
  /** L2 block that holds it; absent when no L2 node was asked, or the one asked does not get on. */
  l2Block?: bigint;
}

export interface FollowForcedOptions {
  sender: L1Sender;
  forcing: Forcing;
  l1RpcUrl: string;
  /** An L2 node to look at; it is not needed for anything. */
  l2RpcUrl?: string;
  forced: ForcedTransaction;
  /** Hash of the transaction on the L2. */
  hash: Hash;
  onProgress?: (text: string) => void;
  /** Milliseconds between two looks; 500 unless told. */
  pollMs?: number;
  signal?: AbortSignal;
}

/** How long anything may take beyond the sequencer's time. */
const SLACK_MS = 600_000;
/** How long an L2 node may take to follow L1. */
const L2_TIMEOUT_MS = 60_000;

/**
 * Waits until a forced batch is sequenced. When the sequencer has let its time pass, it is sequenced
 * here, with the forced batches before it. Then waits for it on the L2.
 * @throws ForcedSkippedError when the L2 did not take the transaction
 * @throws TransactionFailedError when it cannot be sequenced although it is due
 * @throws WaitTimeoutError, AbortedError
 */
export async function followForced(o: FollowForcedOptions): Promise<FollowedForced> {
  const follower = createL1InfoFollower({ ...o.forcing, l1: o.l1RpcUrl });
  let sequencedHere = false;
  while ((await nextEvent(o, follower)) === 'due') {
    o.onProgress?.('the sequencer has let its time pass: sequencing it without it');
    sequencedHere = await sequenceOverdue(o, follower);
    if (!sequencedHere) o.onProgress?.('somebody else was faster');
  }
  const found = await findSequence(o, follower);
  o.onProgress?.(`sequenced on L1 as batch ${found.batch}, by ${found.sequencedBy}`);
  const l2Block = o.l2RpcUrl
    ? await blockOnL2({ ...o, l2RpcUrl: o.l2RpcUrl, ...found })
    : undefined;
  return { ...found, ...(l2Block === undefined ? {} : { l2Block }) };
}

function nextEvent(o: FollowForcedOptions, follower: L1InfoFollower): Promise<'sequenced' | 'due'> {
  const due = o.forced.timestamp + o.forcing.timeoutSeconds;
  return waitFor({
    what: `forced batch ${o.forced.number} to be sequenced`,
    timeoutMs: Number(o.forcing.timeoutSeconds) * 1_000 + SLACK_MS,
    intervalMs: o.pollMs ?? 500,
    ...(o.signal ? { signal: o.signal } : {}),
    check: async () => {
      const { timestamp } = await follower.poll();
      if (follower.forcedSequenced() >= o.forced.number) return 'sequenced';
      return timestamp >= due ? 'due' : undefined;
    },
  });
}

/** @returns false when somebody else has sequenced it meanwhile */
async function sequenceOverdue(o: FollowForcedOptions, follower: L1InfoFollower): Promise<boolean> {
  const { number } = o.forced;
  const waiting = follower
    .forced()
    .filter((f) => f.number > follower.forcedSequenced() && f.number <= number);
  try {
    await o.sender.send({
      what: `sequence forced batches ${waiting[0]?.number} to ${number}`,
      address: o.forcing.contracts.rollup,
      abi: rollupEtrogAbi,
      functionName: 'sequenceForceBatches',
      args: [waiting.map(asBatchData)],
    });
    return true;
  } catch (error) {
    if (!(error instanceof TransactionFailedError || error instanceof NonceLostError)) throw error;
    await follower.poll();
    if (follower.forcedSequenced() >= number) return false;
    throw error;
  }
}

function asBatchData(forced: ForcedBatch) {
  return {
    transactions: forced.transactions,
    forcedGlobalExitRoot: forced.globalExitRoot,
    forcedTimestamp: forced.timestamp,
    forcedBlockHashL1: forced.blockHash,
  };
}

async function findSequence(
  o: FollowForcedOptions,
  follower: L1InfoFollower,
): Promise<Omit<FollowedForced, 'l2Block'>> {
  const client = createL1Client(o.l1RpcUrl);
  const { rollup } = o.forcing.contracts;
  return waitFor({
    what: `the sequence with forced batch ${o.forced.number}`,
    timeoutMs: L2_TIMEOUT_MS,
    ...(o.signal ? { signal: o.signal } : {}),
    check: async () => {
      await follower.poll();
      const later = follower.sequences().filter((s) => s.blockNumber >= o.forced.blockNumber);
      for (const sequence of later) {
        const batches = await readSequence({ client, rollup, sequence });
        const batch = batches.find((b) => isSame(b, o.forced));
        if (!batch) continue;
        const sequencedBy = sequence.kind === 'forced' ? 'anyone' : 'sequencer';
        return {
          sequencedBy,
          batch: batch.number,
          sequenceTransaction: sequence.transactionHash,
        } as const;
      }
      return undefined;
    },
  });
}

function isSame(
  batch: { transactions: Hex; forced?: { timestamp: bigint } },
  forced: ForcedTransaction,
): boolean {
  return batch.forced?.timestamp === forced.timestamp && batch.transactions === forced.data;
}

/** @throws ForcedSkippedError */
async function blockOnL2(
  o: FollowForcedOptions & { l2RpcUrl: string; batch: bigint },
): Promise<bigint | undefined> {
  const client = createL1Client(o.l2RpcUrl);
  const { hash, batch } = o;
  const block = await waitFor({
    what: `batch ${batch} on the L2`,
    timeoutMs: L2_TIMEOUT_MS,
    ...(o.signal ? { signal: o.signal } : {}),
    check: async () => {
      const virtual = (await client.request({
        method: 'zkevm_virtualBatchNumber',
        params: [],
      } as never)) as Hex;
      if (BigInt(virtual) < batch) return undefined;
      const receipt = (await client.request({
        method: 'eth_getTransactionReceipt',
        params: [hash],
      })) as { blockNumber: Hex } | null;
      return receipt ? BigInt(receipt.blockNumber) : 'skipped';
    },
  }).catch(() => undefined);
  if (block === 'skipped') throw new ForcedSkippedError({ hash, batch });
  if (block === undefined) o.onProgress?.('the L2 node does not show it yet');
  return block;
}
