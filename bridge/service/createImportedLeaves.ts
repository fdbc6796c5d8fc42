import { BaseError, type Hex, RpcRequestError } from 'viem';
import { globalExitRootAbi } from '../abi.ts';
import type { BridgeStore } from '../store/openStore.ts';
import type { InfoLeaf } from '../types.ts';
import type { FollowedNetwork } from './createIndexer.ts';

export interface ImportedLeaves {
  /** Looks again. Returns true when the answer of `latest` changed. */
  refresh(): Promise<boolean>;
  /** The newest leaf of the L1 info tree whose global exit root is known on the rollup. */
  latest(): InfoLeaf | undefined;
}

/**
 * Follows which exit roots have reached a rollup. The newest is enough: trees only grow, so it
 * proves every deposit that an older one does.
 */
export function createImportedLeaves(o: {
  network: FollowedNetwork;
  store: BridgeStore;
}): ImportedLeaves {
  const { client, globalExitRoot } = o.network;
  const { exitRoots } = o.store;
  let known: InfoLeaf | undefined;

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
    for (let index = from ?? -1; index >= floor; index--) {
      const leaf = exitRoots.infoLeaf(index);
      if (leaf && (await isThere(leaf))) return leaf;
    }
    return known;
  };

  return {
    latest: () => known,
    async refresh() {
      const before = known?.globalExitRoot;
      const recorded = known && exitRoots.infoLeaf(known.index);
      // Either chain may have been reorganised since.
      const valid = recorded?.globalExitRoot === before && recorded && (await isThere(recorded));
      if (!valid) known = undefined;
      known = await search();
      return known?.globalExitRoot !== before;
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
