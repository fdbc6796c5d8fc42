import { type Hex, hexToBigInt, numberToHex, type PublicClient } from 'viem';
import type { NotReadyReason } from '../errors.ts';
import type { BridgeStore } from '../store/openStore.ts';
import type { Deposit } from '../types.ts';
import type { FollowedNetwork } from './createIndexer.ts';

/**
 * The next thing that has to happen before a deposit can be claimed.
 * @param o.covered true when the newest leaf of the L1 info tree already proves the deposit
 */
export async function explainWait(o: {
  deposit: Deposit;
  network: FollowedNetwork;
  store: BridgeStore;
  covered: boolean;
}): Promise<NotReadyReason> {
  const { deposit, store } = o;
  const destination = deposit.destinationNetwork;
  if (o.covered) {
    const index = store.exitRoots.infoLeaf()?.index;
    return {
      code: 'WAITING_GER',
      message: `waiting for a global exit root that holds it (L1 info leaf ${index}) on network ${destination}.`,
    };
  }
  if (deposit.network === 0) {
    return {
      code: 'WAITING_EXIT_ROOT',
      message: 'waiting for the bridge to publish its exit root on the L1 (updateGlobalExitRoot).',
    };
  }
  return explainBatch(o);
}

async function explainBatch(o: {
  deposit: Deposit;
  network: FollowedNetwork;
  store: BridgeStore;
}): Promise<NotReadyReason> {
  const { client, id } = o.network;
  const verified = o.store.exitRoots.verified(id)?.batch ?? 0n;
  const block = numberToHex(o.deposit.blockNumber);
  const batch = await zkevmNumber(client, 'zkevm_batchNumberByBlockNumber', [block]);
  const virtual = await zkevmNumber(client, 'zkevm_virtualBatchNumber', []);
  if (batch === undefined || virtual === undefined) {
    return {
      code: 'WAITING_VERIFICATION',
      message: `waiting for the batch of block ${o.deposit.blockNumber} to be verified on the L1 (last verified: ${verified}).`,
    };
  }
  if (batch > virtual) {
    return {
      code: 'WAITING_SEQUENCE',
      message: `waiting for batch ${batch} to be sequenced on the L1 (last sequenced: ${virtual}).`,
    };
  }
  return {
    code: 'WAITING_VERIFICATION',
    message: `waiting for batch ${batch} to be verified on the L1 (last verified: ${verified}).`,
  };
}

/** `undefined` where the node does not answer the method: the explanation is then less exact. */
async function zkevmNumber(
  client: PublicClient,
  method: string,
  params: unknown[],
): Promise<bigint | undefined> {
  const request = client.request as (o: { method: string; params: unknown[] }) => Promise<unknown>;
  return request({ method, params }).then(
    (value) => hexToBigInt(value as Hex),
    () => undefined,
  );
}
