import {
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  parseEther,
  type Transport,
} from 'viem';
import { deployMarket } from '#contracts';
import { BENCH_CHAIN_ID, BENCH_FLOOR, type Workload } from './workload.ts';

/**
 * Puts the marketplace on a chain of the benchmark.
 * @returns the job market
 */
export async function deployBenchMarket(o: {
  transport: Transport;
  workload: Workload;
}): Promise<Address> {
  const { transport } = o;
  const chain = defineChain({
    id: BENCH_CHAIN_ID,
    name: 'bench',
    nativeCurrency: { name: 'BIG', symbol: 'BIG', decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });
  const account = o.workload.deployer;
  const minimum = parseEther('1');
  const { jobMarket } = await deployMarket({
    publicClient: createPublicClient({ chain, transport, pollingInterval: 50 }),
    walletClient: createWalletClient({ chain, transport, account }),
    params: {
      owner: account.address,
      l1ChainId: 1337,
      unbondingSeconds: 60,
      gasPrice: BENCH_FLOOR,
      stakeMinimums: {
        provider: minimum,
        scheduler: minimum,
        validator: minimum,
        sequencer: minimum,
      },
    } as never,
  });
  return jobMarket;
}
