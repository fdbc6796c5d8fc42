import { type Address, isAddressEqual, type PublicClient, parseAbi, zeroAddress } from 'viem';
import type { L1Contracts } from '../L1Contracts.ts';
import { managerViews } from '../l1info/index.ts';
import { NotARollupError } from './errors.ts';

/** The contracts that a chain is rebuilt from. */
export type RollupContracts = Pick<
  L1Contracts,
  'globalExitRoot' | 'rollup' | 'rollupManager' | 'deploymentBlock'
>;

export interface DiscoveredRollup {
  contracts: RollupContracts;
  rollupId: number;
  /** Chain id of the L2. */
  chainId: bigint;
  forkId: bigint;
  admin: Address;
}

const rollupViews = parseAbi([
  'function rollupManager() view returns (address)',
  'function globalExitRootManager() view returns (address)',
  'function admin() view returns (address)',
  'function rollupAddressToID(address) view returns (uint32)',
]);

/**
 * Finds everything there is to know about a rollup from its address.
 * @throws NotARollupError
 */
export async function discoverRollup(o: {
  client: PublicClient;
  rollup: Address;
}): Promise<DiscoveredRollup> {
  const { client, rollup } = o;
  const [rollupManager, globalExitRoot, admin] = await Promise.all(
    (['rollupManager', 'globalExitRootManager', 'admin'] as const).map((functionName) =>
      client.readContract({ address: rollup, abi: rollupViews, functionName }),
    ),
  ).catch((cause: unknown) => {
    throw new NotARollupError({ rollup, reason: 'it does not answer like one', cause });
  });
  const manager = { address: rollupManager!, abi: [...rollupViews, ...managerViews] } as const;
  const rollupId = await client.readContract({
    ...manager,
    functionName: 'rollupAddressToID',
    args: [rollup],
  });
  const [registered, chainId, , forkId] = await client.readContract({
    ...manager,
    functionName: 'rollupIDToRollupData',
    args: [rollupId],
  });
  if (rollupId === 0 || !isAddressEqual(registered, rollup)) {
    throw new NotARollupError({ rollup, reason: `its manager ${rollupManager} does not know it` });
  }
  const deploymentBlock = await firstBlockOf({ client, address: globalExitRoot! });
  const contracts = {
    rollup,
    rollupManager: rollupManager!,
    globalExitRoot: globalExitRoot!,
    deploymentBlock,
  };
  return { contracts, rollupId, chainId, forkId, admin: admin ?? zeroAddress };
}

/** The block that created a contract; 0 where the endpoint does not keep old states. */
async function firstBlockOf(o: { client: PublicClient; address: Address }): Promise<bigint> {
  const { client, address } = o;
  let [low, high] = [0n, await client.getBlockNumber()];
  while (low < high) {
    const middle = (low + high) / 2n;
    const code = await client.getCode({ address, blockNumber: middle }).catch(() => null);
    if (code === null) return 0n;
    if (code && code !== '0x') high = middle;
    else low = middle + 1n;
  }
  return low;
}
