import { type Hex, zeroHash } from 'viem';
import type { NotReadyReason } from '../errors.ts';
import type { BridgeStore } from '../store/openStore.ts';
import { TREE_DEPTH } from '../tree/ExitTree.ts';
import { rollupExitTree } from '../tree/rollupExitTree.ts';
import type { ClaimProof, Deposit, InfoLeaf } from '../types.ts';
import { type BatchFacts, createBatchFacts } from './createBatchFacts.ts';
import type { ImportedLeaves } from './createImportedLeaves.ts';
import { explainWait } from './explainWait.ts';
import type { FollowedNetwork } from './FollowedNetwork.ts';

/** The exit root against which deposits of one network can be proven on another. */
export interface ClaimableRoot {
  leaf: InfoLeaf;
  /** Deposits with a lower count are claimable. */
  leafCount: number;
  /** The source's exit root in the leaf's rollup exit root. */
  proofRollupExitRoot(): readonly Hex[];
}

export interface Claimability {
  /** The best root now; `undefined` while no exit root of the source is known on the destination. */
  root(o: { source: number; destination: number }): ClaimableRoot | undefined;
  isReady(deposit: Deposit): boolean;
  /** Why a deposit is not ready; `undefined` when it is. */
  explain(deposit: Deposit): Promise<NotReadyReason | undefined>;
  /**
   * Proof of a deposit; `undefined` when the leaf does not cover it.
   * @param leaf of the L1 info tree, the newest one known on the destination unless told
   */
  proof(deposit: Deposit, leaf?: InfoLeaf): ClaimProof | undefined;
  /** What the nodes say of batches, per rollup. */
  batches: ReadonlyMap<number, BatchFacts>;
}

const noProof: readonly Hex[] = Array.from({ length: TREE_DEPTH }, () => zeroHash);

export function createClaimability(o: {
  store: BridgeStore;
  networks: ReadonlyMap<number, FollowedNetwork>;
  /** For every network but the L1. */
  imported: ReadonlyMap<number, ImportedLeaves>;
}): Claimability {
  const { store, networks, imported } = o;
  const batches = new Map(
    [...networks].map(([id, { client }]) => [id, createBatchFacts(client)] as const),
  );

  const leafOn = (destination: number): InfoLeaf | undefined =>
    destination === 0 ? store.exitRoots.infoLeaf() : imported.get(destination)?.latest();

  const root: Claimability['root'] = ({ source, destination }) => {
    const leaf = leafOn(destination);
    return leaf && rootOf({ store, leaf, source });
  };

  const isReady = (deposit: Deposit): boolean => {
    const { network: source, destinationNetwork: destination, depositCount } = deposit;
    return depositCount < (root({ source, destination })?.leafCount ?? 0);
  };

  return {
    root,
    isReady,
    batches,
    async explain(deposit) {
      if (isReady(deposit)) return undefined;
      const { network: source, destinationNetwork: destination, depositCount } = deposit;
      if (!networks.has(destination)) {
        return {
          code: 'DESTINATION_NOT_FOLLOWED',
          message: `network ${destination} is not followed here: it must be claimed through a service that does.`,
          estimatedSeconds: null,
        };
      }
      const newest = store.exitRoots.infoLeaf();
      const onL1 = newest && rootOf({ store, leaf: newest, source });
      const covered = depositCount < (onL1?.leafCount ?? 0);
      return explainWait({ deposit, store, covered, batches: batches.get(source) as BatchFacts });
    },
    proof(deposit, leaf) {
      const { network: source, destinationNetwork: destination, depositCount } = deposit;
      const known = leaf ? rootOf({ store, leaf, source }) : root({ source, destination });
      if (!known || depositCount >= known.leafCount) return undefined;
      const { leafCount, proofRollupExitRoot } = known;
      return {
        proofLocalExitRoot: store.trees.proof({ network: source, index: depositCount, leafCount }),
        proofRollupExitRoot: proofRollupExitRoot(),
        mainnetExitRoot: known.leaf.mainnetExitRoot,
        rollupExitRoot: known.leaf.rollupExitRoot,
      };
    },
  };
}

/** What a leaf of the L1 info tree covers of the deposits of one network. */
function rootOf(o: {
  store: BridgeStore;
  leaf: InfoLeaf;
  source: number;
}): ClaimableRoot | undefined {
  const { store, leaf, source } = o;
  if (source === 0) {
    const leafCount = store.trees.leafCountOf(0, leaf.mainnetExitRoot);
    return leafCount === undefined
      ? undefined
      : { leaf, leafCount, proofRollupExitRoot: () => noProof };
  }
  const localRoots = store.exitRoots.localExitRoots(leaf.rollupExitRoot);
  const localRoot = localRoots?.get(source);
  if (!localRoots || localRoot === undefined) return undefined;
  const leafCount = store.trees.leafCountOf(source, localRoot);
  if (leafCount === undefined) return undefined;
  const proofRollupExitRoot = () => rollupExitTree(localRoots).proof(source - 1);
  return { leaf, leafCount, proofRollupExitRoot };
}
