import { type Address, encodeFunctionData, zeroAddress } from 'viem';
import { rollupEtrogAbi, sendSteps } from '#contracts';
import type { Account } from '../artifacts/accounts.ts';
import { publicClientOf, type StackChain, walletClientOf } from './clients.ts';

const TIMEOUT_MS = 60_000;
/** As the contracts have it for development keys. */
const DEVELOPMENT_CHAINS: readonly number[] = [1_337, 31_337];

/**
 * Lets everybody force batches, and gives the sequencer seconds for them where the contract gives days.
 * On development chains only: elsewhere both stay as the contract has them.
 * @throws DeploymentFailedError, WaitTimeoutError
 */
export async function openForcing(o: {
  chain: StackChain;
  admin: Account;
  rollup: Address;
  timeoutSeconds: number;
}): Promise<void> {
  if (!DEVELOPMENT_CHAINS.includes(o.chain.id)) return;
  const call = (
    functionName: 'setForceBatchTimeout' | 'setForceBatchAddress',
    argument: unknown,
  ) => ({
    name: functionName,
    to: o.rollup,
    data: encodeFunctionData({ abi: rollupEtrogAbi, functionName, args: [argument] } as never),
    gas: 100_000n,
  });
  await sendSteps({
    publicClient: publicClientOf(o.chain),
    walletClient: walletClientOf({ chain: o.chain, account: o.admin }),
    steps: [
      call('setForceBatchTimeout', BigInt(o.timeoutSeconds)),
      call('setForceBatchAddress', zeroAddress),
    ],
    timeoutMs: TIMEOUT_MS,
  });
}
