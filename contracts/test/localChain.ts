import hre from 'hardhat';
import {
  createPublicClient,
  createWalletClient,
  custom,
  type EIP1193RequestFn,
  type PublicClient,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { hardhat } from 'viem/chains';
import type { DeployerClient } from '#contracts';

// First account of Hardhat's public test mnemonic.
const DEPLOYER = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

export interface LocalChain {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  /** For methods of Hardhat's own. */
  request: (method: string, params: readonly unknown[]) => Promise<unknown>;
}

/**
 * An in-process chain with the rules of the L2 (Shanghai, no base fee) and a funded deployer.
 * @param o.baseFee of the first block in wei, for the rules of an L1
 * @param o.date of the genesis block; now unless told
 */
export async function localChain(o: { baseFee?: bigint; date?: Date } = {}): Promise<LocalChain> {
  const { provider } = await hre.network.connect({
    override: {
      hardfork: 'shanghai',
      initialBaseFeePerGas: o.baseFee ?? 0n,
      ...(o.date ? { initialDate: o.date } : {}),
      // A reverted transaction is mined, as on every other chain.
      throwOnTransactionFailures: false,
    },
  });
  const transport = custom({ request: provider.request.bind(provider) as EIP1193RequestFn });
  return {
    request: (method, params) => provider.request({ method, params }),
    publicClient: createPublicClient({ chain: hardhat, transport }),
    walletClient: createWalletClient({
      account: privateKeyToAccount(DEPLOYER),
      chain: hardhat,
      transport,
    }),
  };
}
