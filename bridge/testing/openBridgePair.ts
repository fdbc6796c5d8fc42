import type { Address } from 'viem';
import { openBridgeNetworks } from './openBridgeNetworks.ts';
import type { TestChain } from './openTestChain.ts';

/** An L1 and one rollup; see `openBridgeNetworks`. */
export interface BridgePair {
  l1: TestChain;
  l2: TestChain;
  contracts: { bridge: Address; globalExitRoot: Address; rollupManager: Address };
  big: Address;
  rollupId: number;
  /** Lets the L2 know the newest global exit root, as a sequencer does. */
  importExitRoot(): Promise<void>;
  /** Puts the L2's exit root on the L1, as the verification of a batch does. */
  verifyBatch(batch: bigint): Promise<void>;
  stop(): Promise<void>;
}

/** @param o.holder gets all BIG on the L1, and ether for fees */
export async function openBridgePair(o: { holder: Address }): Promise<BridgePair> {
  const { l1, rollups, contracts, big, stop } = await openBridgeNetworks({
    ...o,
    gasTokens: ['big'],
  });
  const { chain: l2, rollupId, importExitRoot, verifyBatch } = rollups[0]!;
  return { l1, l2, contracts, big, rollupId, importExitRoot, verifyBatch, stop };
}
