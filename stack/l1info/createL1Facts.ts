import type { Hex } from 'viem';
import type { L1Event } from './parseEvents.ts';
import type {
  ForcedBatch,
  InjectedBatch,
  L1InfoLeaf,
  L1Rollback,
  L1Sequence,
  L1Verification,
} from './types.ts';

/** What the settlement contracts have said so far, and what is left of it. */
export interface L1Facts {
  leaf(index: number): L1InfoLeaf | undefined;
  lastLeaf(): L1InfoLeaf | undefined;
  leafOf(globalExitRoot: Hex): L1InfoLeaf | undefined;
  injected(): InjectedBatch | undefined;
  /** In the order of L1, without those that `rollbackBatches` has taken back. */
  sequences(): readonly L1Sequence[];
  /** In the order of L1. */
  verifications(): readonly L1Verification[];
  /** By number, which counts from 1, sequenced or not. */
  forced(): readonly ForcedBatch[];
  /** In the order of L1. */
  rollbacks(): readonly L1Rollback[];
}

interface State {
  leaves: Map<number, L1InfoLeaf>;
  byRoot: Map<Hex, L1InfoLeaf>;
  last?: L1InfoLeaf;
  injected?: InjectedBatch;
  sequences: L1Sequence[];
  verifications: L1Verification[];
  forced: ForcedBatch[];
  rollbacks: L1Rollback[];
}

/** Keeps the events, so that those above a block can be forgotten when L1 replaces it. */
export function createL1Facts(): L1Facts & {
  add(events: readonly L1Event[]): void;
  /** Forgets what happened above a block. */
  forgetAbove(block: bigint): void;
} {
  let events: L1Event[] = [];
  let state = emptyState();
  return {
    add(found) {
      events.push(...found);
      for (const event of found) record(state, event);
    },
    forgetAbove(block) {
      events = events.filter((event) => blockOf(event) <= block);
      state = emptyState();
      for (const event of events) record(state, event);
    },
    leaf: (index) => state.leaves.get(index),
    lastLeaf: () => state.last,
    leafOf: (globalExitRoot) => state.byRoot.get(globalExitRoot),
    injected: () => state.injected,
    sequences: () => state.sequences,
    verifications: () => state.verifications,
    forced: () => state.forced,
    rollbacks: () => state.rollbacks,
  };
}

function emptyState(): State {
  return {
    leaves: new Map(),
    byRoot: new Map(),
    sequences: [],
    verifications: [],
    forced: [],
    rollbacks: [],
  };
}

function blockOf(event: L1Event): bigint {
  switch (event.type) {
    case 'leaf':
      return event.leaf.blockNumber;
    case 'injected':
      return event.injected.blockNumber;
    case 'sequence':
      return event.sequence.blockNumber;
    case 'verification':
      return event.verification.blockNumber;
    case 'forced':
      return event.forced.blockNumber;
    case 'rollback':
      return event.rollback.blockNumber;
  }
}

function record(state: State, event: L1Event): void {
  switch (event.type) {
    case 'leaf':
      state.leaves.set(event.leaf.index, event.leaf);
      state.byRoot.set(event.leaf.globalExitRoot, event.leaf);
      state.last = event.leaf;
      return;
    case 'injected':
      state.injected = event.injected;
      return;
    case 'sequence':
      state.sequences.push(event.sequence);
      return;
    case 'verification':
      state.verifications.push(event.verification);
      return;
    case 'forced':
      state.forced.push(event.forced);
      return;
    case 'rollback': {
      const { targetBatch } = event.rollback;
      // A new list: whoever holds the old one sees by its content that something was taken back.
      state.sequences = state.sequences.filter((s) => s.lastBatch <= targetBatch);
      state.rollbacks.push(event.rollback);
    }
  }
}
