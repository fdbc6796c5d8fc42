import { type ContractFunctionArgs, encodeFunctionData, type Hex } from 'viem';
import { jobMarketAbi } from '#contracts';
import type { MarketClient } from '#market/sdk';

const WHAT = {
  ack: 'ack a job',
  reportInputFault: 'report an input fault',
  fulfil: 'deliver a result',
} as const;

/** Sends one of the provider's calls to the market, to its receipt. */
export async function sendCall<N extends keyof typeof WHAT>(
  client: MarketClient,
  functionName: N,
  args: ContractFunctionArgs<typeof jobMarketAbi, 'nonpayable', N>,
): Promise<Hex> {
  // viem's parameter type does not follow a generic function name.
  const data = encodeFunctionData({ abi: jobMarketAbi, functionName, args } as never);
  const call = { what: WHAT[functionName], to: client.contracts.jobMarket, data };
  return (await client.sender.send(call)).transactionHash;
}
