import { type Address, encodeFunctionData, type Hash, type PublicClient } from 'viem';
import {
  bigTokenAbi,
  bridgeAbi,
  type DeployerClient,
  type DeployStep,
  sendSteps,
} from '#contracts';
import { ROLLUP_ID } from './manifest.ts';

const TIMEOUT_MS = 300_000;

export interface Deposit {
  to: Address;
  /** Wei of BIG. */
  amount: bigint;
}

/**
 * Sends BIG from the treasury through the bridge to accounts on the L2, and hands some out on L1.
 * All transactions go out at once; only the last deposit updates the global exit root, which then
 * covers them all.
 */
export async function fundActors(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  big: Address;
  bridge: Address;
  deposits: readonly Deposit[];
  /** Transfers on L1. */
  transfers: readonly Deposit[];
}): Promise<{ txHash: Hash }> {
  const total = o.deposits.reduce((sum, { amount }) => sum + amount, 0n);
  const token = (name: string, data: `0x${string}`): DeployStep => ({
    name,
    to: o.big,
    data,
    gas: 100_000n,
  });
  const approve = token(
    'approve the bridge',
    encodeFunctionData({ abi: bigTokenAbi, functionName: 'approve', args: [o.bridge, total] }),
  );
  const transfers = o.transfers.map(({ to, amount }) =>
    token(
      `transfer to ${to}`,
      encodeFunctionData({ abi: bigTokenAbi, functionName: 'transfer', args: [to, amount] }),
    ),
  );
  const deposits = o.deposits.map(({ to, amount }, i): DeployStep => {
    const isLast = i === o.deposits.length - 1;
    return {
      name: `deposit for ${to}`,
      to: o.bridge,
      data: encodeFunctionData({
        abi: bridgeAbi,
        functionName: 'bridgeAsset',
        args: [ROLLUP_ID, to, amount, o.big, isLast, '0x'],
      }),
      gas: 500_000n,
    };
  });
  const done = await sendSteps({
    ...o,
    steps: [approve, ...transfers, ...deposits],
    timeoutMs: TIMEOUT_MS,
  });
  return { txHash: done.at(-1)!.receipt.transactionHash };
}
