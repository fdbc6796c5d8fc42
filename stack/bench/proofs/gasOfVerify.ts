import { type Address, encodeFunctionData, type Hex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { deployGroth16Verifier, groth16VerifierAbi } from '#contracts';
import { DEV_MNEMONIC } from '../../artifacts/accounts.ts';
import { BenchFailedError } from '../../errors.ts';
import { l1Genesis } from '../../l1/l1Genesis.ts';
import { startL1 } from '../../l1/startL1.ts';
import { chainOf, publicClientOf, walletClientOf } from '../../run/clients.ts';

/** A development chain with a funded account that verifies proofs. */
export interface VerifyingChain {
  deploy(o: { key: Hex; dev: boolean }): Promise<Address>;
  /**
   * Verifies a proof in a transaction.
   * @returns its gas, the 21,000 of a transaction and its calldata included
   * @throws BenchFailedError where the contract says no
   */
  verify(o: {
    verifier: Address;
    proof: readonly bigint[];
    signals: readonly bigint[];
  }): Promise<bigint>;
  stop(): Promise<void>;
}

/** Starts one in this process, on a free port. */
export async function startVerifyingChain(): Promise<VerifyingChain> {
  const hd = mnemonicToAccount(DEV_MNEMONIC);
  const key = `0x${Buffer.from(hd.getHdKey().privateKey!).toString('hex')}` as const;
  const account = { address: hd.address, key };
  const genesis = l1Genesis({ funded: [account.address] });
  const l1 = await startL1({ host: '127.0.0.1', port: 0, chainId: 1337, genesis, blockTimeMs: 20 });
  const chain = chainOf({ layer: 'l1', id: 1337, rpcUrl: l1.rpcUrl });
  const publicClient = publicClientOf(chain);
  const walletClient = walletClientOf({ chain, account });
  return {
    deploy: (o) => deployGroth16Verifier({ publicClient, walletClient, ...o }),
    async verify({ verifier, proof, signals }) {
      const call = {
        abi: groth16VerifierAbi,
        functionName: 'verify',
        args: [proof as never, signals],
      } as const;
      if (!(await publicClient.readContract({ address: verifier, ...call }))) {
        throw new BenchFailedError({ what: 'the verifier', details: 'the proof was refused' });
      }
      const data = encodeFunctionData(call);
      const hash = await walletClient.sendTransaction({ to: verifier, data, gas: 1_000_000n });
      return (await publicClient.waitForTransactionReceipt({ hash })).gasUsed;
    },
    stop: () => l1.stop(),
  };
}
