import type { Service } from '#core';
import { openDevChain } from '../engine/openDevChain.ts';
import type { DevChain, Genesis } from '../engine/types.ts';
import { createL1Client, createL1InfoFollower, type L1InfoFollower } from '../l1info/index.ts';
import { l2EngineConfig } from '../l2/l2EngineConfig.ts';
import { createDerivation, type Derivation } from './createDerivation.ts';
import type { RollupContracts } from './discoverRollup.ts';
import type { DerivationOptions } from './types.ts';

export interface ReplicaOptions {
  l1RpcUrl: string;
  contracts: RollupContracts;
  rollupId: number;
  /** Chain id of the L2. */
  chainId: bigint;
  genesis: Genesis;
  /** L1 blocks to wait for before an event counts; 0 unless told. */
  depth?: number;
  /** Memory only when absent. */
  journalPath?: string;
  /** As `DerivationOptions.onBatch`. */
  onBatch?: DerivationOptions['onBatch'];
}

/** An L2 rebuilt from L1 data alone, in an engine of its own; it follows reorgs of the L1. */
export interface Replica extends Derivation, Service {
  readonly chain: DevChain;
  readonly follower: L1InfoFollower;
}

/**
 * Opens a replica; `sync` brings it to the last sequenced batch.
 * @throws GenesisMismatchError at the first `sync`
 */
export async function createReplica(o: ReplicaOptions): Promise<Replica> {
  const chain = await openDevChain({
    config: l2EngineConfig(o),
    ...(o.journalPath === undefined ? {} : { journalPath: o.journalPath }),
  });
  const client = createL1Client(o.l1RpcUrl);
  const follower = createL1InfoFollower({ ...o, l1: client });
  const { contracts, rollupId, onBatch } = o;
  const derivation = createDerivation({
    chain,
    client,
    follower,
    contracts,
    rollupId,
    onDivergence: 'follow',
    ...(onBatch ? { onBatch } : {}),
  });
  return { name: 'replica', chain, follower, ...derivation, stop: () => chain.close() };
}
