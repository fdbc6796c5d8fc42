import type { HookRunner } from '#hooks';
import type { L1InfoFollower } from '../l1info/index.ts';

/**
 * Tells the hooks what L1 has said since the last call: batches sequenced and verified, blocks
 * replaced. What was there before the first call is no news.
 */
export function createHookNews(o: {
  follower: L1InfoFollower;
  hooks: HookRunner;
}): () => Promise<void> {
  const { follower, hooks } = o;
  const sequences = newest(() => follower.sequences());
  const verifications = newest(() => follower.verifications());
  const reorgs = newest(() => follower.reorgs());
  return async () => {
    for (const { forkBlock, replaced } of reorgs()) {
      const depth = Number(replaced.number - forkBlock);
      await hooks.tell('reorgSeen', { firstBlock: forkBlock + 1n, depth });
    }
    for (const { lastBatch, blockNumber, transactionHash } of sequences()) {
      await hooks.tell('batchSequenced', { lastBatch, blockNumber, transactionHash });
    }
    for (const { lastBatch, blockNumber, transactionHash, stateRoot } of verifications()) {
      await hooks.tell('batchVerified', { lastBatch, blockNumber, transactionHash, stateRoot });
    }
  };
}

/** What a list has gained since the last call; a reorganisation may have made it shorter. */
function newest<T>(list: () => readonly T[]): () => readonly T[] {
  let told = list().length;
  return () => {
    const all = list();
    const fresh = all.slice(Math.min(told, all.length));
    told = all.length;
    return fresh;
  };
}
