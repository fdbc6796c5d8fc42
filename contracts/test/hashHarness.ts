import { type Abi, type Address, encodeDeployData } from 'viem';
import { loadArtifact } from '../artifact.ts';
import { localChain } from './localChain.ts';

export interface HashHarness {
  /** Calls a function of HashHarness.sol and returns what it returns. */
  read<T>(functionName: string, args: readonly unknown[]): Promise<T>;
  /** Reads, and keeps what the call changed. */
  write<T>(functionName: string, args: readonly unknown[]): Promise<T>;
}

/** Puts the harness of the hash libraries on a chain in this process. */
export async function openHashHarness(): Promise<HashHarness> {
  const { publicClient, walletClient } = await localChain();
  const { abi, bytecode } = loadArtifact('HashHarness');
  const hash = await walletClient.sendTransaction({ data: encodeDeployData({ abi, bytecode }) });
  const { contractAddress } = await publicClient.waitForTransactionReceipt({ hash });
  const contract = { address: contractAddress as Address, abi: abi as Abi };
  const read = async <T>(functionName: string, args: readonly unknown[]): Promise<T> =>
    (await publicClient.readContract({ ...contract, functionName, args })) as T;
  return {
    read,
    write: async <T>(functionName: string, args: readonly unknown[]): Promise<T> => {
      const result = await read<T>(functionName, args);
      const sent = await walletClient.writeContract({ ...contract, functionName, args });
      await publicClient.waitForTransactionReceipt({ hash: sent });
      return result;
    },
  };
}
