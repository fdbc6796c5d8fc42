import { type Address, type PublicClient, parseAbi } from 'viem';
import { type DiscoveredRollup, discoverRollup } from '../derivation/index.ts';

/** What a rollup says of batches that are forced past its sequencer. */
export interface Forcing extends Omit<DiscoveredRollup, 'admin' | 'forkId'> {
  pol: Address;
  /** Wei of POL for one forced batch. */
  fee: bigint;
  /** Seconds that the sequencer has for a forced batch; then anyone may sequence it. */
  timeoutSeconds: bigint;
  /** The only account that may force; the zero address stands for everybody. */
  allowed: Address;
}

const rollupViews = parseAbi([
  'function pol() view returns (address)',
  'function forceBatchTimeout() view returns (uint64)',
  'function forceBatchAddress() view returns (address)',
]);
const managerViews = parseAbi(['function getForcedBatchFee() view returns (uint256)']);

/**
 * Reads the terms of forcing from L1.
 * @throws NotARollupError
 */
export async function readForcing(o: { client: PublicClient; rollup: Address }): Promise<Forcing> {
  const { client } = o;
  const { contracts, rollupId, chainId } = await discoverRollup(o);
  const rollup = { address: o.rollup, abi: rollupViews } as const;
  const [pol, timeoutSeconds, allowed, fee] = await Promise.all([
    client.readContract({ ...rollup, functionName: 'pol' }),
    client.readContract({ ...rollup, functionName: 'forceBatchTimeout' }),
    client.readContract({ ...rollup, functionName: 'forceBatchAddress' }),
    client.readContract({
      address: contracts.rollupManager,
      abi: managerViews,
      functionName: 'getForcedBatchFee',
    }),
  ]);
  return { contracts, rollupId, chainId, pol, timeoutSeconds, allowed, fee };
}
