import { type Address, isAddressEqual, type PublicClient } from 'viem';
import { managerViews } from '../l1info/index.ts';
import { WrongRollupError } from './errors.ts';

/**
 * What the manager on L1 says of the rollup.
 * @throws WrongRollupError when its address or chain id is another one
 */
export async function readRollup(o: {
  client: PublicClient;
  contracts: { rollup: Address; rollupManager: Address };
  rollupId: number;
  chainId: bigint;
}): Promise<{ forkId: bigint }> {
  const { rollupId, contracts } = o;
  const [rollup, chainId, , forkId] = await o.client.readContract({
    address: contracts.rollupManager,
    abi: managerViews,
    functionName: 'rollupIDToRollupData',
    args: [rollupId],
  });
  if (!isAddressEqual(rollup, contracts.rollup)) {
    const values = { onL1: rollup, configured: contracts.rollup };
    throw new WrongRollupError({ rollupId, field: 'address', ...values });
  }
  if (chainId !== o.chainId) {
    const values = { onL1: chainId.toString(), configured: o.chainId.toString() };
    throw new WrongRollupError({ rollupId, field: 'chain id', ...values });
  }
  return { forkId };
}
