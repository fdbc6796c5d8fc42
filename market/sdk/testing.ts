import { type Address, encodeFunctionData, type Hex, type PublicClient, zeroAddress } from 'viem';
import { jobMarketAbi } from '#contracts';
import { createMarketClient, type MarketClient } from './createMarketClient.ts';
import { JOB_STATES, type JobState } from './types.ts';

export const address = (digit: string): Address => `0x${digit.repeat(40)}`;
export const word = (digit: string): Hex => `0x${digit.repeat(64)}`;

/** A job as the contract returns it. */
export function storedJob(o: { state: JobState; inputCommitment?: bigint }) {
  return {
    user: address('1'),
    state: JOB_STATES.indexOf(o.state),
    attempt: 1,
    maxAttempts: 3,
    provider: address('2'),
    scheduler: address('3'),
    verifier: address('4'),
    programId: word('5'),
    needs: { hwClass: word('0'), minVramMiB: 0, minMemoryMiB: 0, minCores: 0 },
    inputCommitment: o.inputCommitment ?? 1n,
    inputDigest: word('6'),
    requestHash: word('7'),
    offerHash: word('8'),
    openedAt: 100n,
    assignBy: 200n,
  };
}

export const fulfilData = (o: { proof: readonly bigint[]; delivery: Hex }): Hex =>
  encodeFunctionData({
    abi: jobMarketAbi,
    functionName: 'fulfil',
    args: [1n, address('2'), 9n, o.proof as never, o.delivery],
  });

/** A client on a node that answers each method as told. */
export function clientOf(
  methods: Partial<Record<keyof PublicClient, (request: never) => unknown>>,
): MarketClient {
  const answers = Object.entries({ getChainId: () => 424242, ...methods }).map(
    ([name, answer]) => [name, async (request: never) => answer(request)] as const,
  );
  return createMarketClient({
    publicClient: Object.fromEntries(answers) as unknown as PublicClient,
    contracts: {
      jobMarket: address('a'),
      stakeVault: address('b'),
      programRegistry: address('c'),
      providerRegistry: zeroAddress,
    },
  });
}
