import type { PublicClient } from 'viem';
import { createSender, type Sender, type SenderOptions } from './createSender.ts';
import { toMarketError } from './toMarketError.ts';
import type { MarketContracts } from './types.ts';

/** What every function of this module works with. */
export interface MarketClient {
  publicClient: PublicClient;
  contracts: MarketContracts;
  /** First block to look for events in. */
  fromBlock: bigint;
  sender: Sender;
  /** Of the L2. */
  chainId(): Promise<number>;
  /** Runs a read and turns what it throws into errors of this module. */
  read<T>(read: (publicClient: PublicClient) => Promise<T>): Promise<T>;
}

/**
 * A client of one deployed marketplace, for the functions beside it: `submitJob(client, {…})`.
 * @param o.walletClient with an account; absent for reading only
 */
export function createMarketClient(
  o: SenderOptions & { contracts: MarketContracts },
): MarketClient {
  let chainId: Promise<number> | undefined;
  const read: MarketClient['read'] = (run) =>
    run(o.publicClient).catch((error: unknown) => {
      throw toMarketError(error);
    });
  return {
    publicClient: o.publicClient,
    contracts: o.contracts,
    fromBlock: o.contracts.deploymentBlock ?? 0n,
    sender: createSender(o),
    read,
    chainId: () => {
      chainId ??= read((node) => node.getChainId()).catch((error: unknown) => {
        chainId = undefined;
        throw error;
      });
      return chainId;
    },
  };
}
