import type { Address, Hex } from 'viem';
import type { L1Contracts } from '../../L1Contracts.ts';

/** What a cdk-erigon sequencer is made from. */
export interface CdkErigonInput {
  /** JSON-RPC of the L1, as the container reaches it. */
  l1RpcUrl: string;
  l1ChainId: number;
  l2ChainId: number;
  rollupId: number;
  contracts: Omit<L1Contracts, 'batchVerifier'>;
  /** The rollup's trusted sequencer: its blocks pay their fees to it. */
  sequencer: Address;
  /** State root of block 0, as the rollup type on L1 has it; zero before there is one. */
  genesisRoot: Hex;
  /** As in `dynamic-<chainName>-chainspec.json`. */
  chainName: string;
  /** The three chain files, by name. */
  chainFiles: Readonly<Record<string, string>>;
  /** Milliseconds after which a block, an empty block and a batch are closed. */
  seal: { block: number; emptyBlock: number; batch: number };
  /** Port of the JSON-RPC on the host; 0 takes any free one. */
  port: number;
}
