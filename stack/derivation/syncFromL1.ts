import type { Address, Hex } from 'viem';
import type { Genesis } from '../engine/types.ts';
import { createL1Client, readOverdueForced } from '../l1info/index.ts';
import { compareWithNode } from './compareWithNode.ts';
import { createReplica, type Replica } from './createReplica.ts';
import { type DiscoveredRollup, discoverRollup } from './discoverRollup.ts';
import { SyncForcedOverdueError, SyncRootError } from './errors.ts';

export interface SyncOptions {
  l1RpcUrl: string;
  rollup: Address;
  /** Its blocks are compared, one by one; none are unless told. */
  l2RpcUrl?: string;
  /** The genesis that the rollup was created with. */
  genesis: Genesis | ((rollup: DiscoveredRollup) => Promise<Genesis>);
  /** L1 blocks to stay behind; 0 unless told. */
  depth?: number;
  onProgress?: (progress: SyncProgress) => void;
}

export type SyncProgress =
  | { phase: 'batches'; batch: bigint; of: bigint; block: bigint }
  | { phase: 'roots'; batch: bigint; of: bigint }
  | { phase: 'blocks'; block: bigint; of: bigint };

export interface SyncReport {
  rollupId: number;
  chainId: bigint;
  genesisRoot: Hex;
  lastBatch: bigint;
  lastBlock: bigint;
  hash: Hex;
  stateRoot: Hex;
  accInputHash: Hex;
  forcedBatches: bigint;
  /** Transactions in batches that the rules skipped. */
  skipped: number;
  /** State roots on L1 that were found to be right. */
  rootsCompared: number;
  /** Blocks of the L2 RPC that were found to be the same. */
  blocksCompared: number;
  /** Whether their hashes were, too; a node with another genesis header cannot have them. */
  hashesCompared: boolean;
  /** Forced batches that L1 has and nobody has sequenced; their time is not over. */
  forcedWaiting: number;
}

/**
 * Rebuilds an L2 from L1 alone, in a fresh engine in memory, and compares: every state root and
 * exit root that L1 accepted, and every block that an L2 node has of the batches on L1.
 * @throws NotARollupError, GenesisMismatchError, RollupNotFoundError
 * @throws BatchRefusedError, AccInputHashMismatchError when the data on L1 breaks a rule
 * @throws SyncRootError, SyncBlockError with the first difference
 * @throws SyncForcedOverdueError when the sequencer has passed a forced batch over
 */
export async function syncFromL1(o: SyncOptions): Promise<SyncReport> {
  const client = createL1Client(o.l1RpcUrl);
  const rollup = await discoverRollup({ client, rollup: o.rollup });
  const { onProgress } = o;
  const replica = await createReplica({
    ...rollup,
    l1RpcUrl: o.l1RpcUrl,
    depth: o.depth ?? 0,
    genesis: typeof o.genesis === 'function' ? await o.genesis(rollup) : o.genesis,
    onBatch: ({ batch, sequenced }) =>
      onProgress?.({
        phase: 'batches',
        batch: batch.number,
        of: sequenced,
        block: batch.lastBlock,
      }),
  });
  try {
    await replica.sync();
    const rootsCompared = compareRoots({ replica, ...(onProgress ? { onProgress } : {}) });
    const compared = o.l2RpcUrl
      ? await compareWithNode({ ...o, l2RpcUrl: o.l2RpcUrl, replica })
      : { blocks: 0, hashes: false };
    const { waiting, overdue, timeoutSeconds } = await readOverdueForced({
      client,
      rollup: o.rollup,
      follower: replica.follower,
    });
    if (overdue[0]) throw new SyncForcedOverdueError({ forced: overdue[0], timeoutSeconds });
    return {
      ...describe({ replica, rollup }),
      rootsCompared,
      blocksCompared: compared.blocks,
      hashesCompared: compared.hashes,
      forcedWaiting: waiting.length,
    };
  } finally {
    await replica.stop();
  }
}

function describe(o: { replica: Replica; rollup: DiscoveredRollup }) {
  const { replica, rollup } = o;
  const last = replica.batch(replica.lastBatch());
  const { lastBlock, stateRoot, accInputHash, forcedNumber: forcedBatches } = last;
  let skipped = 0;
  for (let n = 1n; n <= last.number; n += 1n) skipped += replica.batch(n).skipped;
  return {
    rollupId: rollup.rollupId,
    chainId: rollup.chainId,
    genesisRoot: replica.chain.genesisStateRoot,
    lastBatch: last.number,
    lastBlock,
    hash: replica.chain.block(lastBlock)!.hash,
    stateRoot,
    accInputHash,
    forcedBatches,
    skipped,
  };
}

function compareRoots(o: {
  replica: Replica;
  onProgress?: (progress: SyncProgress) => void;
}): number {
  const verifications = o.replica.follower.verifications();
  const of = verifications.at(-1)?.lastBatch ?? 0n;
  for (const { lastBatch: batch, aggregator, transactionHash, ...onL1 } of verifications) {
    const local = o.replica.batch(batch);
    for (const what of ['stateRoot', 'localExitRoot'] as const) {
      if (onL1[what] === local[what]) continue;
      const found = { onL1: onL1[what], rebuilt: local[what] };
      throw new SyncRootError({ batch, what, aggregator, transactionHash, ...found });
    }
    o.onProgress?.({ phase: 'roots', batch, of });
  }
  return verifications.length;
}
