import { type Hex, zeroHash } from 'viem';
import { globalExitRootAbi } from '../abi.ts';
import { ExitTree } from '../tree/ExitTree.ts';
import { rollupExitTree } from '../tree/rollupExitTree.ts';
import type { BridgeNetworks } from './openBridgeNetworks.ts';

/** A global exit root that the L1 has had. */
export interface KnownRoot {
  mainnetExitRoot: Hex;
  rollupExitRoot: Hex;
  /** Local exit roots that are in it, by rollup id. */
  localExitRoots: ReadonlyMap<number, Hex>;
}

/**
 * Keeps, beside the chains, the exit trees and which global exit roots each network knows; what a
 * bridge service finds out from events is here known from what the test did.
 */
export function createRootBook(networks: BridgeNetworks) {
  const ids = [0, ...networks.rollups.map(({ rollupId }) => rollupId)];
  const trees = new Map(ids.map((network) => [network, new ExitTree()]));
  const sizes = new Map(ids.map((network) => [network, new Map<Hex, number>()]));
  const published = new Map<number, Hex>();
  let verified: ReadonlyMap<number, Hex> = new Map();
  const known = new Map<number, KnownRoot[]>([...trees.keys()].map((network) => [network, []]));
  const tree = (network: number): ExitTree => trees.get(network)!;
  const { client } = networks.l1;
  const rollup = (rollupId: number) => networks.rollups[rollupId - 1]!;
  const ger = { address: networks.contracts.globalExitRoot, abi: globalExitRootAbi } as const;

  /** After anything that may have changed the roots on the L1. */
  async function lookAtL1(): Promise<void> {
    const [mainnetExitRoot, rollupExitRoot] = await Promise.all([
      client.readContract({ ...ger, functionName: 'lastMainnetExitRoot' }),
      client.readContract({ ...ger, functionName: 'lastRollupExitRoot' }),
    ]);
    known.get(0)!.push({ mainnetExitRoot, rollupExitRoot, localExitRoots: verified });
  }

  return {
    tree,
    /** After a deposit; returns its index. */
    append(network: number, leaf: Hex): number {
      const index = tree(network).append(leaf);
      sizes.get(network)!.set(tree(network).root(), index + 1);
      return index;
    },
    roots: (network: number): readonly KnownRoot[] => known.get(network)!,
    async publish(network: number): Promise<void> {
      published.set(network, tree(network).root());
      if (network === 0) await lookAtL1();
    },
    async verify(rollupId: number): Promise<void> {
      await rollup(rollupId).verifyBatch(1n);
      verified = new Map([...verified, [rollupId, published.get(rollupId) ?? zeroHash]]);
      await lookAtL1();
    },
    async import(rollupId: number): Promise<void> {
      await rollup(rollupId).importExitRoot();
      const newest = known.get(0)!.at(-1);
      if (newest) known.get(rollupId)!.push(newest);
    },
    /** Deposits of a network that a global exit root covers. */
    covered(root: KnownRoot, network: number): number {
      const local = network === 0 ? root.mainnetExitRoot : root.localExitRoots.get(network);
      return (local && sizes.get(network)!.get(local)) ?? 0;
    },
    rollupProof: (root: KnownRoot, rollupId: number): Hex[] =>
      rollupExitTree(root.localExitRoots).proof(rollupId - 1),
  };
}

export type RootBook = ReturnType<typeof createRootBook>;
