import { type PublicClient, parseAbi } from 'viem';
import type { L1Contracts } from '../L1Contracts.ts';
import { createL1Client } from './createL1Client.ts';
import { createL1Facts, type L1Facts } from './createL1Facts.ts';
import { readL1Events, toRef } from './readL1Events.ts';
import type { L1BlockRef, SeenReorg } from './types.ts';

export interface L1InfoFollowerOptions {
  /** A client, or the URL of an RPC endpoint. */
  l1: PublicClient | string;
  contracts: Pick<L1Contracts, 'globalExitRoot' | 'rollup' | 'rollupManager' | 'deploymentBlock'>;
  rollupId: number;
  /** L1 blocks to wait for before an event counts; 0 on a dev chain. */
  depth?: number;
  /** First block to read; the deployment block unless told. */
  fromBlock?: bigint;
  /** Most blocks in one request for logs; 10,000 unless told. */
  blockRange?: bigint;
}

export interface L1InfoFollower extends L1Facts {
  /**
   * Reads what the L1 has gained, up to `depth` blocks below its head. Where it replaced blocks that
   * were read, what they held is forgotten first. One at a time, callers queue.
   * @returns the head of the L1, which is not the last block read when `depth` is above 0
   * @throws L1ReorgError when it happens during the reading; the next call reads again
   * @throws L1InfoMismatchError
   */
  poll(): Promise<L1BlockRef>;
  /** Head of the L1 at the last poll. */
  head(): L1BlockRef | undefined;
  /** The next block to read: a later follower can start from it. */
  nextBlock(): bigint;
  /** Forced batches that were sequenced by the last block read, those of rolled back ones too. */
  forcedSequenced(): bigint;
  /** Replacements of blocks that had been read, oldest first. */
  reorgs(): readonly SeenReorg[];
}

/** A reorg deeper than this many reads makes the follower start again. */
const CHECKPOINTS = 512;
const forcedView = parseAbi(['function lastForceBatchSequenced() view returns (uint64)']);

/**
 * Follows the settlement contracts on L1: info tree, sequences, verifications, forced batches.
 * Memory only.
 */
export function createL1InfoFollower(o: L1InfoFollowerOptions): L1InfoFollower {
  const client = typeof o.l1 === 'string' ? createL1Client(o.l1) : o.l1;
  const { add, forgetAbove, ...facts } = createL1Facts();
  const depth = BigInt(o.depth ?? 0);
  const start = o.fromBlock ?? o.contracts.deploymentBlock;
  const reorgs: SeenReorg[] = [];
  let checkpoints: L1BlockRef[] = [];
  let next = start;
  let head: L1BlockRef | undefined;
  let forcedSequenced = 0n;
  let queue: Promise<unknown> = Promise.resolve();

  /** @returns false when the L1 shows less than was read of it, but nothing else */
  const followReorg = async (found: L1BlockRef): Promise<boolean> => {
    const newest = checkpoints.at(-1);
    if (!newest) return true;
    let at = checkpoints.length - 1;
    while (at >= 0 && !(await isThere({ client, block: checkpoints[at]!, head: found }))) at -= 1;
    const fork = checkpoints[at];
    if (fork === newest) return true;
    // Nothing was replaced: the endpoint lags behind another one, or the L1 is being rebuilt.
    if (fork?.number === found.number || checkpoints[at + 1]!.number > found.number) return false;
    checkpoints = checkpoints.slice(0, at + 1);
    next = fork ? fork.number + 1n : start;
    forgetAbove(next - 1n);
    reorgs.push({ forkBlock: next - 1n, replaced: newest, newHead: found });
    return true;
  };
  const readOn = async (found: L1BlockRef): Promise<void> => {
    while (next + depth <= found.number) {
      const to = min(next + (o.blockRange ?? 10_000n) - 1n, found.number - depth);
      // Before the logs: a reorg in between is then seen at the next poll.
      const read = to === found.number ? found : toRef(await client.getBlock({ blockNumber: to }));
      add(await readL1Events({ ...o, client, from: next, to }));
      if (facts.forced().length) forcedSequenced = await readForcedSequenced({ ...o, client, to });
      checkpoints = [...checkpoints, read].slice(-CHECKPOINTS);
      next = to + 1n;
    }
  };
  const poll = async (): Promise<L1BlockRef> => {
    const found = toRef(await client.getBlock({ blockTag: 'latest' }));
    if (head?.hash === found.hash) return found;
    if (!(await followReorg(found))) return found;
    await readOn(found);
    head = found;
    return found;
  };

  return {
    ...facts,
    poll() {
      const turn = queue.then(poll);
      queue = turn.catch(() => undefined);
      return turn;
    },
    head: () => head,
    nextBlock: () => next,
    forcedSequenced: () => forcedSequenced,
    reorgs: () => reorgs,
  };
}

async function isThere(o: {
  client: PublicClient;
  block: L1BlockRef;
  head: L1BlockRef;
}): Promise<boolean> {
  const { number: blockNumber, hash } = o.block;
  if (blockNumber > o.head.number) return false;
  if (blockNumber === o.head.number) return hash === o.head.hash;
  return (await o.client.getBlock({ blockNumber })).hash === hash;
}

function readForcedSequenced(
  o: L1InfoFollowerOptions & { client: PublicClient; to: bigint },
): Promise<bigint> {
  return o.client.readContract({
    address: o.contracts.rollup,
    abi: forcedView,
    functionName: 'lastForceBatchSequenced',
    blockNumber: o.to,
  });
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
