import { type Address, encodeFunctionData, type Hash, type PublicClient, zeroAddress } from 'viem';
import {
  bigTokenAbi,
  bridgeAbi,
  type DeployerClient,
  type DeployStep,
  sendSteps,
} from '#contracts';

const TIMEOUT_MS = 300_000;

export interface Deposit {
  to: Address;
  /** Wei of the coin. */
  amount: bigint;
}

/**
 * Sends a rollup's coin from the treasury through the bridge to accounts there, and hands some out on
 * L1. All transactions go out at once; only the last deposit updates the global exit root, which then
 * covers them all.
 */
export async function fundActors(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  rollupId: number;
  /** The coin on L1; the zero address for ether. */
  token: Address;
  bridge: Address;
  deposits: readonly Deposit[];
  /** Transfers on L1. */
  transfers: readonly Deposit[];
}): Promise<{ txHash: Hash }> {
  const isEther = o.token === zeroAddress;
  const total = o.deposits.reduce((sum, { amount }) => sum + amount, 0n);
  const token = (name: string, data: `0x${string}`): DeployStep => ({
    name,
    to: o.token,
    data,
    gas: 100_000n,
  });
  const approve = token(
    'approve the bridge',
    encodeFunctionData({ abi: bigTokenAbi, functionName: 'approve', args: [o.bridge, total] }),
  );
  const transfers = o.transfers.map(({ to, amount }): DeployStep => {
    const name = `transfer to ${to}`;
    if (isEther) return { name, to, value: amount, gas: 21_000n };
    const args = [to, amount] as const;
    return token(name, encodeFunctionData({ abi: bigTokenAbi, functionName: 'transfer', args }));
  });
  const deposits = o.deposits.map(({ to, amount }, i): DeployStep => {
    const isLast = i === o.deposits.length - 1;
    return {
      name: `deposit for ${to}`,
      to: o.bridge,
      data: encodeFunctionData({
        abi: bridgeAbi,
        functionName: 'bridgeAsset',
        args: [o.rollupId, to, amount, o.token, isLast, '0x'],
      }),
      value: isEther ? amount : 0n,
      gas: 500_000n,
    };
  });
  const done = await sendSteps({
    ...o,
    steps: [...(isEther ? [] : [approve]), ...transfers, ...deposits],
    timeoutMs: TIMEOUT_MS,
  });
  return { txHash: done.at(-1)!.receipt.transactionHash };
}
