import { type Hex, zeroHash } from 'viem';
import { NetworkUnknownError, type NotReadyReason } from '../errors.ts';
import type { BridgeStore } from '../store/openStore.ts';
import { TREE_DEPTH } from '../tree/ExitTree.ts';
import { rollupExitTree } from '../tree/rollupExitTree.ts';
import type { ClaimProof, Deposit, InfoLeaf } from '../types.ts';
import type { ImportedLeaves } from './createImportedLeaves.ts';
import type { FollowedNetwork } from './createIndexer.ts';
import { explainWait } from './explainWait.ts';

/** The exit root against which deposits of one network can be proven on another, now. */
export interface ClaimableRoot {
  leaf: InfoLeaf;
  /** Deposits with a lower count are claimable. */
  leafCount: number;
  proofRollupExitRoot: readonly Hex[];
}

export interface Claimability {
  /** `undefined` while no exit root of the source is known on the destination. */
  root(o: { source: number; destination: number }): ClaimableRoot | undefined;
  isReady(deposit: Deposit): boolean;
  /** Why a deposit is not ready; `undefined` when it is. */
  explain(deposit: Deposit): Promise<NotReadyReason | undefined>;
  /** Proof of a deposit that is ready; `undefined` when it is not. */
  proof(deposit: Deposit): ClaimProof | undefined;
}

const noProof: readonly Hex[] = Array.from({ length: TREE_DEPTH }, () => zeroHash);

export function createClaimability(o: {
  store: BridgeStore;
  networks: ReadonlyMap<number, FollowedNetwork>;
  /** For every network but the L1. */
  imported: ReadonlyMap<number, ImportedLeaves>;
}): Claimability {
  const { store, networks, imported } = o;

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
    async explain(deposit) {
      if (isReady(deposit)) return undefined;
      const { network: source, depositCount } = deposit;
      const network = networks.get(source);
      if (!network) throw new NetworkUnknownError({ network: source, known: [...networks.keys()] });
      const newest = store.exitRoots.infoLeaf();
      const onL1 = newest && rootOf({ store, leaf: newest, source });
      const covered = depositCount < (onL1?.leafCount ?? 0);
      return explainWait({ deposit, network, store, covered });
    },
    proof(deposit) {
      const { network: source, destinationNetwork: destination, depositCount } = deposit;
      const claimable = root({ source, destination });
      if (!claimable || depositCount >= claimable.leafCount) return undefined;
      const { leaf, leafCount, proofRollupExitRoot } = claimable;
      return {
        proofLocalExitRoot: store.tree(source).proof(depositCount, leafCount),
        proofRollupExitRoot,
        mainnetExitRoot: leaf.mainnetExitRoot,
        rollupExitRoot: leaf.rollupExitRoot,
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
    const leafCount = store.tree(0).leafCountOf(leaf.mainnetExitRoot);
    return leafCount === undefined ? undefined : { leaf, leafCount, proofRollupExitRoot: noProof };
  }
  const localRoots = store.exitRoots.localExitRoots(leaf.rollupExitRoot);
  const localRoot = localRoots?.get(source);
  if (!localRoots || localRoot === undefined) return undefined;
  const leafCount = store.tree(source).leafCountOf(localRoot);
  if (leafCount === undefined) return undefined;
  const proofRollupExitRoot = rollupExitTree(localRoots).proof(source - 1);
  return { leaf, leafCount, proofRollupExitRoot };
}
