import type { NotReadyReason } from '../errors.ts';
import type { BridgeStore } from '../store/openStore.ts';
import type { Deposit } from '../types.ts';
import type { BatchFacts } from './createBatchFacts.ts';
import { createEstimator } from './createEstimator.ts';

export interface ExplainContext {
  deposit: Deposit;
  store: BridgeStore;
  /** Of the network that the deposit was made on. */
  batches: BatchFacts;
  /** True when the newest leaf of the L1 info tree already proves the deposit. */
  covered: boolean;
}

/** The next thing that has to happen before a deposit can be claimed, and when it may. */
export async function explainWait(o: ExplainContext): Promise<NotReadyReason> {
  const { deposit, store } = o;
  const network = deposit.destinationNetwork;
  if (o.covered) {
    const leaf = firstLeafOver(store, deposit);
    return {
      code: 'WAITING_GER',
      message: `waiting for a global exit root that holds it (L1 info leaf ${leaf?.index}) on network ${network}.`,
      estimatedSeconds: createEstimator(store).untilImported({ network, leaf }),
    };
  }
  if (deposit.network === 0) {
    return {
      code: 'WAITING_EXIT_ROOT',
      message: 'waiting for the bridge to publish its exit root on the L1 (updateGlobalExitRoot).',
      // Whoever calls it next ends the wait; nobody has to.
      estimatedSeconds: null,
    };
  }
  return explainBatch(o);
}

/** The first leaf of the L1 info tree that proves a deposit. */
export function firstLeafOver(store: BridgeStore, deposit: Deposit) {
  const { network, depositCount } = deposit;
  if (network === 0) return store.exitRoots.firstLeafOver(depositCount);
  const verification = store.exitRoots.firstVerificationOver({ rollupId: network, depositCount });
  return verification && store.exitRoots.leafOfRollups(verification.rollupExitRoot);
}

async function explainBatch({ deposit, store, batches }: ExplainContext): Promise<NotReadyReason> {
  const rollupId = deposit.network;
  const verified = store.exitRoots.verified(rollupId)?.batch ?? 0n;
  const [batch, virtual] = await Promise.all([
    batches.batchOf(deposit.blockNumber),
    batches.virtual(),
  ]);
  const estimator = createEstimator(store);
  const estimate = (proofs: number) => {
    const proof = estimator.untilVerified({ rollupId, proofs });
    const arrival = estimator.untilImported({ network: deposit.destinationNetwork });
    return proof === null || arrival === null ? null : proof + arrival;
  };
  if (batch !== undefined && virtual !== undefined && batch > virtual) {
    return {
      code: 'WAITING_SEQUENCE',
      message: `waiting for batch ${batch} to be sequenced on the L1 (last sequenced: ${virtual}).`,
      estimatedSeconds: estimate(2),
    };
  }
  const what = batch === undefined ? `the batch of block ${deposit.blockNumber}` : `batch ${batch}`;
  return {
    code: 'WAITING_VERIFICATION',
    message: `waiting for ${what} to be verified on the L1 (last verified: ${verified}).`,
    estimatedSeconds: estimate(1),
  };
}
