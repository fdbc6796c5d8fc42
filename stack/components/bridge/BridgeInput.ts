import type { Address, Hex } from 'viem';

/** What a zkevm-bridge-service is made from. */
export interface BridgeInput {
  /** JSON-RPC of both chains, as the container reaches them. */
  l1RpcUrl: string;
  l2RpcUrl: string;
  contracts: Record<'bridge' | 'globalExitRoot' | 'rollupManager', Address>;
  /** Block of the L1 before which none of them has an event. */
  l1GenesisBlock: bigint;
  /** Private key that claims on the L2. */
  claimerKey: Hex;
  /** Port of its API on the host; 0 takes any free one. */
  port: number;
}
