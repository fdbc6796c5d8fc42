import type { Address, PublicClient } from 'viem';
import { L2_GLOBAL_EXIT_ROOT } from '../types.ts';
import { connect } from './connect.ts';

const RANGE = 2_000;

/** The L1 as a bridge service needs to know it. */
export interface L1NetworkOptions {
  rpcUrl: string;
  bridge: Address;
  globalExitRoot: Address;
  rollupManager: Address;
  /** First block that may hold an event: the one that deployed the contracts; 0 unless told. */
  genesisBlock?: bigint;
  /** Blocks asked for in one `eth_getLogs`; 2,000 unless told: public endpoints refuse much more. */
  blockRange?: number;
}

/** A rollup as a bridge service needs to know it. */
export interface RollupNetworkOptions {
  /** Its id in the rollup manager, which is its network id too. From 1. */
  rollupId: number;
  rpcUrl: string;
  /** At the same address as on the L1 unless told. */
  bridge?: Address;
  /** `L2_GLOBAL_EXIT_ROOT` unless told. */
  globalExitRoot?: Address;
  /** First block that may hold an event; 0 unless told. */
  genesisBlock?: bigint;
  /** Blocks asked for in one `eth_getLogs`; 2,000 unless told: public endpoints refuse much more. */
  blockRange?: number;
}

/** A chain that the service follows. */
export interface FollowedNetwork {
  /** 0 the L1, n the rollup with id n. */
  id: number;
  client: PublicClient;
  bridge: Address;
  globalExitRoot: Address;
  /** Contracts whose events count. */
  addresses: readonly Address[];
  /** First block that may hold an event. */
  genesisBlock: bigint;
  /** Blocks asked for in one `eth_getLogs`. */
  blockRange: bigint;
}

/** All networks by their id. */
export function followedNetworks(o: {
  l1: L1NetworkOptions;
  rollups: readonly RollupNetworkOptions[];
}): Map<number, FollowedNetwork> {
  const { bridge, globalExitRoot, rollupManager } = o.l1;
  const l1: FollowedNetwork = {
    id: 0,
    client: connect(o.l1.rpcUrl),
    bridge,
    globalExitRoot,
    addresses: [bridge, globalExitRoot, rollupManager],
    genesisBlock: o.l1.genesisBlock ?? 0n,
    blockRange: BigInt(o.l1.blockRange ?? RANGE),
  };
  const rollups = o.rollups.map((rollup): FollowedNetwork => {
    const at = rollup.bridge ?? bridge;
    return {
      id: rollup.rollupId,
      client: connect(rollup.rpcUrl),
      bridge: at,
      globalExitRoot: rollup.globalExitRoot ?? L2_GLOBAL_EXIT_ROOT,
      addresses: [at],
      genesisBlock: rollup.genesisBlock ?? 0n,
      blockRange: BigInt(rollup.blockRange ?? RANGE),
    };
  });
  return new Map([l1, ...rollups].map((network) => [network.id, network]));
}
