import { BaseError, type Hex, RpcRequestError } from 'viem';
import { globalExitRootAbi } from '../abi.ts';
import type { BridgeStore } from '../store/openStore.ts';
import type { InfoLeaf } from '../types.ts';
import type { FollowedNetwork } from './FollowedNetwork.ts';
import { inChunks } from './inChunks.ts';

export interface ImportedLeaves {
  /** Looks again. Returns true when the answer of `latest` changed. */
  refresh(): Promise<boolean>;
  /** Whether the last look took in the newest leaf that is indexed on L1. */
  isCurrent(): boolean;
  /** The newest leaf of the L1 info tree whose global exit root is known on the rollup. */
  latest(): InfoLeaf | undefined;
  /** The first leaf from an index on that is known on the rollup. */
  firstFrom(index: number): Promise<InfoLeaf | undefined>;
}

/** Leaves asked about in one go. */
const LOOK_AT_ONCE = 25;

/**
 * Follows which exit roots have reached a rollup. The newest is enough: trees only grow, so it
 * proves every deposit that an older one does.
 */
export function createImportedLeaves(o: {
  network: FollowedNetwork;
  store: BridgeStore;
}): ImportedLeaves {
  const { client, globalExitRoot } = o.network;
  const { exitRoots, imports } = o.store;
  let known: InfoLeaf | undefined;
  /** What is there at the first look came at an unknown time. */
  let looked = false;
  /** The newest leaf of L1 at the last look; -1 for none. */
  let lookedAt = -1;
  const newestOnL1 = (): number => exitRoots.infoLeaf()?.index ?? -1;

  const isThere = async (leaf: InfoLeaf): Promise<boolean> =>
    (await client.readContract({
      address: globalExitRoot,
      abi: globalExitRootAbi,
      functionName: 'globalExitRootMap',
      args: [leaf.globalExitRoot],
    })) !== 0n;

  const search = async (): Promise<InfoLeaf | undefined> => {
    const hint = await latestRoot(o.network);
    const hinted = hint === undefined ? undefined : exitRoots.infoLeafByRoot(hint);
    const floor = Math.max(hinted?.index ?? 0, known?.index ?? 0);
    // Without the zkevm_ method every leaf since the last known one may be the newest.
    const from = hint === undefined ? exitRoots.infoLeaf()?.index : hinted?.index;
    for (let top = from ?? -1; top >= floor; top -= LOOK_AT_ONCE) {
      const indexes = Array.from({ length: LOOK_AT_ONCE }, (_, i) => top - i);
      const leaves = indexes.filter((i) => i >= floor).map((i) => exitRoots.infoLeaf(i));
      const there = await inChunks(leaves, async (leaf) => leaf && (await isThere(leaf)));
      const newest = there.indexOf(true);
      if (newest >= 0) return leaves[newest];
    }
    return known;
  };

  return {
    latest: () => known,
    isCurrent: () => looked && lookedAt === newestOnL1(),
    async firstFrom(index) {
      const leaves = Array.from({ length: LOOK_AT_ONCE }, (_, i) => exitRoots.infoLeaf(index + i));
      const there = await inChunks(leaves, async (leaf) => leaf && (await isThere(leaf)));
      const first = leaves[there.indexOf(true)];
      return first ?? (known && known.index >= index ? known : undefined);
    },
    async refresh() {
      const before = known?.globalExitRoot;
      const newest = newestOnL1();
      const recorded = known && exitRoots.infoLeaf(known.index);
      // Either chain may have been reorganised since.
      const valid = recorded?.globalExitRoot === before && recorded && (await isThere(recorded));
      if (!valid && known) imports.forget(o.network.id, known.index);
      if (!valid) known = undefined;
      known = await search();
      const changed = known?.globalExitRoot !== before;
      if (changed && known && looked) {
        imports.add({ network: o.network.id, leaf: known.index, seenAt: Date.now() });
      }
      looked = true;
      lookedAt = newest;
      return changed;
    },
  };
}

/** What a CDK node says it imported last; `undefined` where it does not answer the method. */
async function latestRoot(network: FollowedNetwork): Promise<Hex | undefined> {
  const request = network.client.request as (o: {
    method: string;
    params: unknown[];
  }) => Promise<unknown>;
  try {
    return (await request({ method: 'zkevm_getLatestGlobalExitRoot', params: [] })) as Hex;
  } catch (error) {
    const answered = (e: unknown) => e instanceof RpcRequestError;
    if (error instanceof BaseError && error.walk(answered)) return undefined;
    throw error;
  }
}
