import type { NotReadyReason } from '../errors.ts';
import type { BridgeStore } from '../store/openStore.ts';
import { globalIndexOf } from '../tree/globalIndex.ts';
import { leafHash } from '../tree/leafHash.ts';
import type { Deposit, InfoLeaf } from '../types.ts';
import type { Claimability } from './createClaimability.ts';
import type { TraceStep } from './TraceStep.ts';
import { traceProof } from './traceProof.ts';

export interface Trace {
  deposit: Deposit;
  globalIndex: bigint;
  steps: TraceStep[];
  /** The next thing that is missing; absent once it can be claimed. */
  waitingFor?: NotReadyReason;
}

/** Follows one deposit through everything that has to happen before, and by, its claim. */
export async function traceTransfer(o: {
  store: BridgeStore;
  claimability: Claimability;
  deposit: Deposit;
}): Promise<Trace> {
  const { store, claimability, deposit } = o;
  const { leaf, steps } = await traceProof(o);
  const waitingFor = await claimability.explain(deposit);
  const claim = claimStep(o);
  return {
    deposit,
    globalIndex: globalIndexOf(deposit),
    steps: [
      leafStep(deposit),
      ...steps,
      ...rootSteps(leaf),
      ...(deposit.destinationNetwork === 0 ? [] : [importStep(store, deposit, leaf, !waitingFor)]),
      claim,
    ],
    ...(waitingFor ? { waitingFor } : {}),
  };
}

function leafStep(deposit: Deposit): TraceStep {
  const { network, txHash, blockNumber: block, time } = deposit;
  return { name: 'leaf', done: true, network, txHash, block, time, value: leafHash(deposit) };
}

function rootSteps(leaf: InfoLeaf | undefined): TraceStep[] {
  if (!leaf) {
    return [
      { name: 'global exit root', done: false, network: 0 },
      { name: 'info-tree leaf', done: false, network: 0 },
    ];
  }
  const { txHash, blockNumber: block, time, globalExitRoot, index } = leaf;
  const at = { done: true, network: 0, txHash, block, time };
  return [
    { name: 'global exit root', ...at, value: globalExitRoot },
    { name: 'info-tree leaf', ...at, value: String(index) },
  ];
}

function importStep(
  store: BridgeStore,
  deposit: Deposit,
  leaf: InfoLeaf | undefined,
  done: boolean,
): TraceStep {
  const network = deposit.destinationNetwork;
  const seen = leaf && store.imports.from({ network, leaf: leaf.index });
  return {
    ...{ name: 'import', done, network },
    ...(done && seen
      ? { time: Math.round(seen.seenAt / 1000), value: `leaf ${seen.leaf} of the L1 info tree` }
      : {}),
  };
}

function claimStep({ store, deposit }: { store: BridgeStore; deposit: Deposit }): TraceStep {
  const { network: sourceNetwork, destinationNetwork: network, depositCount } = deposit;
  const claim = store.claims.of({ network, sourceNetwork, depositCount });
  if (!claim) return { name: 'claim', done: false, network };
  const { txHash, blockNumber: block, time, sender } = claim;
  return { name: 'claim', done: true, network, txHash, block, time, value: `by ${sender}` };
}
