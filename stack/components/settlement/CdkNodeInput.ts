import type { Address, Hex } from 'viem';
import type { L1Contracts } from '../../L1Contracts.ts';

/** What a cdk-node, as sequence sender and aggregator, is made from. */
export interface CdkNodeInput {
  /** JSON-RPC of both chains, as the container reaches them. */
  l1RpcUrl: string;
  l2RpcUrl: string;
  /** JSON-RPC of the L1 as we reach it, where its work is seen. */
  l1FromHere: string;
  l1ChainId: number;
  rollupId: number;
  contracts: Omit<L1Contracts, 'batchVerifier'>;
  /** The rollup's batches are with a data committee. */
  validium: boolean;
  /** Private keys of the trusted sequencer and the trusted aggregator. */
  keys: { sequencer: Hex; aggregator: Hex };
  /** Gets the fees of the L2; part of what is sequenced. */
  coinbase: Address;
  /** Port on this host at which provers dial in; 0 takes any free one. */
  proverPort: number;
}
