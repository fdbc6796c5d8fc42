import type { PublicClient } from 'viem';
import type { Logger } from '#core';
import type { BridgeStore } from '../store/openStore.ts';
import type { FollowedNetwork } from './FollowedNetwork.ts';
import { fetchBlockFacts } from './fetchBlockFacts.ts';
import { fetchEvents } from './fetchEvents.ts';

export interface Indexer {
  /** Indexes up to the head of the chain. Returns true when anything changed. */
  poll(): Promise<boolean>;
  /** Blocks known and blocks done so far. */
  progress(): { head: bigint; indexed: bigint };
}

/**
 * Follows one chain from the last recorded block on. A reorg shows in the hash of that block: the
 * events after the last block that is still there are forgotten and read again.
 */
export function createIndexer(o: {
  network: FollowedNetwork;
  store: BridgeStore;
  logger: Logger;
}): Indexer {
  const { network, store, logger } = o;
  const { client, id } = network;
  let head = network.genesisBlock - 1n;

  const nextBlock = () => {
    const latest = store.checkpoints.latest(id);
    return latest === undefined ? network.genesisBlock : latest.block + 1n;
  };

  const undoReorg = async (): Promise<boolean> => {
    const latest = store.checkpoints.latest(id);
    if (latest === undefined) return false;
    for (const checkpoint of store.checkpoints.all(id)) {
      if ((await hashOf(client, checkpoint.block)) !== checkpoint.hash) continue;
      if (checkpoint.block === latest.block) return false;
      logger.warn({ network: id, from: latest.block, to: checkpoint.block }, 'chain reorganised');
      store.rollback({ network: id, block: checkpoint.block });
      return true;
    }
    logger.warn({ network: id }, 'no known block is in the chain any more: indexing afresh');
    store.rollback({ network: id, block: undefined });
    return true;
  };

  /** False when the chain changed meanwhile: the next poll looks at it again. */
  const indexRange = async (fromBlock: bigint): Promise<boolean> => {
    const end = fromBlock + network.blockRange - 1n;
    const toBlock = end < head ? end : head;
    const before = store.checkpoints.latest(id);
    const hash = await hashOf(client, toBlock);
    if (hash === undefined) return false;
    const { addresses } = network;
    const logs = await fetchEvents({ client, addresses, fromBlock, toBlock });
    const events = await fetchBlockFacts({ client, logs });
    // What lies between two blocks that are both still there was read from one chain.
    const [hashBefore, hashAfter] = await Promise.all([
      before && hashOf(client, before.block),
      hashOf(client, toBlock),
    ]);
    if (!events || hashBefore !== before?.hash || hashAfter !== hash) return false;
    store.append({ network: id, events, checkpoint: { block: toBlock, hash } });
    return true;
  };

  return {
    progress: () => ({ head, indexed: nextBlock() - 1n }),
    async poll() {
      const before = nextBlock();
      head = await client.getBlockNumber({ cacheTime: 0 });
      const reorged = await undoReorg();
      for (let from = nextBlock(); from <= head; from = nextBlock()) {
        if (!(await indexRange(from))) break;
      }
      return reorged || nextBlock() !== before;
    },
  };
}

async function hashOf(client: PublicClient, blockNumber: bigint) {
  try {
    return (await client.getBlock({ blockNumber })).hash ?? undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'BlockNotFoundError') return undefined;
    throw error;
  }
}
