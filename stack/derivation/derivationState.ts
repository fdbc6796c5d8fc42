import { zeroAddress, zeroHash } from 'viem';
import type { DevChain } from '../engine/types.ts';
import type { L1Sequence } from '../l1info/index.ts';
import { injectedAccInputHash } from './batchHashes.ts';
import type { DerivationOptions, DerivedBatch } from './types.ts';

/** What a derivation has done so far. */
export interface State extends DerivationOptions {
  /** By number, without gaps. */
  batches: DerivedBatch[];
  /** The sequences that they came from. */
  done: L1Sequence[];
}

/** How many of the sequences done are still the first ones on L1. */
export function commonSequences(state: State): number {
  const onL1 = state.follower.sequences();
  const differs = (sequence: L1Sequence, i: number) =>
    sequence.transactionHash !== onL1[i]?.transactionHash ||
    sequence.lastBatch !== onL1[i]?.lastBatch ||
    sequence.l1InfoRoot !== onL1[i]?.l1InfoRoot;
  const first = state.done.findIndex(differs);
  return first < 0 ? state.done.length : first;
}

/** After a reorg or a rollback on L1: keeps what is still there. */
export function forgetReplaced(state: State): void {
  const kept = commonSequences(state);
  if (kept < state.done.length) {
    state.done = state.done.slice(0, kept);
    const lastBatch = state.done.at(-1)?.lastBatch ?? 1n;
    state.batches = state.batches.slice(0, Number(lastBatch) + 1);
  }
  const injected = state.follower.injected();
  const known = state.batches[1];
  if (!known || (injected && injectedAccInputHash(injected) === known.accInputHash)) return;
  state.done = [];
  state.batches = state.batches.slice(0, 1);
}

export function last(state: State): DerivedBatch {
  return state.batches.at(-1)!;
}

export function genesisBatch(chain: DevChain): DerivedBatch {
  return {
    number: 0n,
    kind: 'genesis',
    blocks: [0n],
    lastBlock: 0n,
    stateRoot: chain.genesisStateRoot,
    localExitRoot: zeroHash,
    accInputHash: zeroHash,
    timestamp: chain.config.genesis.timestamp,
    coinbase: zeroAddress,
    skipped: 0,
    leafIndex: 0,
    forcedNumber: 0n,
  };
}
