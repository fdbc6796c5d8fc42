import { type Address, type PublicClient, parseAbi } from 'viem';
import type { L1InfoFollower } from './createL1InfoFollower.ts';
import type { ForcedBatch } from './types.ts';

/** Forced batches that nobody has sequenced, as far as the follower has read. */
export interface ForcedQueue {
  /** All of them, oldest first. */
  waiting: ForcedBatch[];
  /** Those whose time is over: anyone may sequence them. */
  overdue: ForcedBatch[];
  /** Seconds that the sequencer has. */
  timeoutSeconds: bigint;
}

const view = parseAbi(['function forceBatchTimeout() view returns (uint64)']);

/** What waits at L1 to be sequenced, and since when it should have been; by the time of L1. */
export async function readOverdueForced(o: {
  client: Pick<PublicClient, 'readContract'>;
  rollup: Address;
  follower: Pick<L1InfoFollower, 'forced' | 'forcedSequenced' | 'head'>;
}): Promise<ForcedQueue> {
  const { follower } = o;
  const waiting = follower.forced().filter((f) => f.number > follower.forcedSequenced());
  const timeoutSeconds = await o.client.readContract({
    address: o.rollup,
    abi: view,
    functionName: 'forceBatchTimeout',
  });
  const now = follower.head()?.timestamp ?? 0n;
  const overdue = waiting.filter((f) => f.timestamp + timeoutSeconds <= now);
  return { waiting, overdue, timeoutSeconds };
}
