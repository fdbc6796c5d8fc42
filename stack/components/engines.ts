import type { Component } from './Component.ts';
import type { Capability } from './capabilities.ts';
import { anvil } from './l1/anvil.ts';
import { geth } from './l1/geth.ts';
import type { L1Input } from './l1/L1Input.ts';
import { reth } from './l1/reth.ts';
import type { CdkErigonInput } from './l2/CdkErigonInput.ts';
import { cdkErigon } from './l2/cdkErigon.ts';
import { cdkErigonZk } from './l2/cdkErigonZk.ts';

/** What services and tests may know of a chain's engine; nothing asks for its name. */
export interface EngineFacts<I> {
  capabilities: readonly Capability[];
  /** Absent for our own engine, and for a node that runs already. */
  component?: Component<I>;
}

export const L1_ENGINES = ['embedded', 'geth', 'reth', 'anvil'] as const;
export type L1EngineName = (typeof L1_ENGINES)[number];

const l1Engines: Record<L1EngineName, EngineFacts<L1Input>> = {
  embedded: { capabilities: ['l1Reorg', 'timeTravel', 'restart', 'hostProcesses'] },
  geth: { capabilities: ['restart'], component: geth },
  reth: { capabilities: ['restart'], component: reth },
  // It writes its state every second: a killed one may forget the last.
  anvil: { capabilities: [], component: anvil },
};

/** @param l1 name of an engine, or the URL of a node, of which nothing is assumed */
export function l1EngineOf(l1: string): EngineFacts<L1Input> {
  const known = l1Engines[l1 as L1EngineName] as EngineFacts<L1Input> | undefined;
  return known ?? { capabilities: [] };
}

/** True for the URL of a node that runs already. */
export function isExternal(l1: string): boolean {
  return !(L1_ENGINES as readonly string[]).includes(l1);
}

export const L2_ENGINES = ['embedded', 'cdk-erigon', 'cdk-erigon-zk'] as const;
export type L2EngineName = (typeof L2_ENGINES)[number];

export interface L2EngineFacts extends EngineFacts<CdkErigonInput> {
  /** The role whose account gets the fees of the L2. */
  coinbase: 'sequencer' | 'sequenceSender';
  /**
   * `type-1`: Ethereum's rules and a Merkle-Patricia root, which is known before anything runs. `zk`: the
   * zkEVM's, with a Poseidon root, which only the engine itself can tell.
   */
  rules: 'type-1' | 'zk';
}

export const l2Engines: Record<L2EngineName, L2EngineFacts> = {
  embedded: {
    capabilities: [
      'typedTransactions',
      'mptRoot',
      'validatorProofs',
      'forcedBatches',
      'blockHooks',
      'silentWhenIdle',
      'ethereumOpcodes',
      'l1Reorg',
      'timeTravel',
      'restart',
      'moreRollups',
      'hostProcesses',
    ],
    coinbase: 'sequencer',
    rules: 'type-1',
  },
  // What it was seen to do with our chain: docs/cdk-erigon.md.
  'cdk-erigon': {
    capabilities: [
      'typedTransactions',
      'mptRoot',
      'validatorProofs',
      'freeGas',
      'restart',
      'moreRollups',
    ],
    component: cdkErigon,
    coinbase: 'sequenceSender',
    rules: 'type-1',
  },
  // Nobody of ours re-executes its batches: it needs a prover that asks for no signatures.
  'cdk-erigon-zk': {
    // Of 2.61.24; 2.65 in this mode was seen to fail at witnesses: docs/official-components.md.
    capabilities: ['freeGas', 'batchWitness'],
    component: cdkErigonZk,
    coinbase: 'sequenceSender',
    rules: 'zk',
  },
};

/** True when a stack of these options needs a container engine. */
export function usesContainers(o: {
  in?: string;
  l1: string;
  l2: L2EngineName;
  bridge?: string;
  settlement?: string;
  committee?: string;
}): boolean {
  if (o.in === 'containers' || o.bridge === 'official') return true;
  if (o.settlement === 'cdk-node' || o.committee === 'official') return true;
  return l1EngineOf(o.l1).component !== undefined || l2Engines[o.l2].component !== undefined;
}
