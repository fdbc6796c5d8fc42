import { type Address, encodeFunctionData, type Hex } from 'viem';
import { stakeVaultAbi } from '#contracts';
import { toBytes32 } from './bytes32.ts';
import type { MarketClient } from './createMarketClient.ts';
import type { MarketRole } from './types.ts';

/**
 * Adds to the account's active stake in a role.
 * @param o.amount wei of BIG
 * @throws MarketRevertError
 */
export async function stake(
  client: MarketClient,
  o: { role: MarketRole; amount: bigint },
): Promise<{ txHash: Hex }> {
  const args = [toBytes32(o.role)] as const;
  const { transactionHash } = await client.sender.send({
    what: `stake as ${o.role}`,
    to: client.contracts.stakeVault,
    data: encodeFunctionData({ abi: stakeVaultAbi, functionName: 'stake', args }),
    value: o.amount,
  });
  return { txHash: transactionHash };
}

/** Stake of an account in a role, in wei of BIG. */
export async function getStake(
  client: MarketClient,
  o: { role: MarketRole; account: Address },
): Promise<{ active: bigint; free: bigint; minimum: bigint }> {
  const vault = { address: client.contracts.stakeVault, abi: stakeVaultAbi } as const;
  const role = toBytes32(o.role);
  const args = [role, o.account] as const;
  return client.read(async (node) => {
    const [active, free, minimum] = await Promise.all([
      node.readContract({ ...vault, functionName: 'activeStake', args }),
      node.readContract({ ...vault, functionName: 'freeStake', args }),
      node.readContract({ ...vault, functionName: 'minimumOf', args: [role] }),
    ]);
    return { active, free, minimum };
  });
}
