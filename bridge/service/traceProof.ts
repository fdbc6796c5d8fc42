import type { BridgeStore } from '../store/openStore.ts';
import type { Deposit, InfoLeaf, Verification } from '../types.ts';
import type { Claimability } from './createClaimability.ts';
import { firstLeafOver } from './explainWait.ts';
import type { TraceStep } from './TraceStep.ts';

/** The way of a deposit to the L1, and the first leaf of the L1 info tree that proves it. */
export async function traceProof(o: {
  store: BridgeStore;
  claimability: Claimability;
  deposit: Deposit;
}): Promise<{ leaf: InfoLeaf | undefined; steps: TraceStep[] }> {
  const leaf = firstLeafOver(o.store, o.deposit);
  if (o.deposit.network === 0)
    return { leaf, steps: [localRoot(o.deposit, leaf?.mainnetExitRoot)] };
  const { network: rollupId, depositCount } = o.deposit;
  const verification = o.store.exitRoots.firstVerificationOver({ rollupId, depositCount });
  return {
    leaf,
    steps: [
      localRoot(o.deposit, verification?.exitRoot),
      ...(await batchSteps(o, verification)),
      ...proofSteps(verification),
    ],
  };
}

function localRoot({ network }: Deposit, root: string | undefined): TraceStep {
  return {
    name: 'local root',
    done: root !== undefined,
    network,
    ...(root ? { value: root } : {}),
  };
}

/** In which batch, and whether that is on the L1: as far as the rollup's node tells. */
async function batchSteps(
  { claimability, deposit }: { claimability: Claimability; deposit: Deposit },
  verification: Verification | undefined,
): Promise<TraceStep[]> {
  const { network, blockNumber } = deposit;
  const facts = claimability.batches.get(network);
  const [batch, virtual] = await Promise.all([facts?.batchOf(blockNumber), facts?.virtual()]);
  if (batch === undefined) return [];
  const sequenced = verification !== undefined || (virtual !== undefined && batch <= virtual);
  const tx = sequenced ? await facts?.sequenceTx(batch) : undefined;
  return [
    { name: 'batch', done: true, network, block: blockNumber, value: String(batch) },
    { name: 'sequence', done: sequenced, network: 0, ...(tx ? { txHash: tx } : {}) },
  ];
}

function proofSteps(verification: Verification | undefined): TraceStep[] {
  if (!verification) {
    return [
      { name: 'proof', done: false, network: 0 },
      { name: 'rollup exit root', done: false, network: 0 },
    ];
  }
  const { txHash, blockNumber: block, time, batch, rollupExitRoot } = verification;
  const at = { done: true, network: 0, txHash, block, time };
  return [
    { name: 'proof', ...at, value: `batch ${batch}` },
    { name: 'rollup exit root', ...at, value: rollupExitRoot },
  ];
}
