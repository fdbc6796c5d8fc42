import { encodeFunctionData, type Hex } from 'viem';
import { jobMarketAbi } from '#contracts';
import type { MarketClient } from './createMarketClient.ts';

/**
 * Takes a job back while it has no provider; the escrow becomes the user's credit.
 * @throws MarketRevertError `MARKET_BAD_STATE` once it is assigned
 */
export async function cancelJob(
  client: MarketClient,
  o: { jobId: bigint },
): Promise<{ txHash: Hex }> {
  const { transactionHash } = await client.sender.send({
    what: 'cancel a job',
    to: client.contracts.jobMarket,
    data: encodeFunctionData({ abi: jobMarketAbi, functionName: 'cancel', args: [o.jobId] }),
  });
  return { txHash: transactionHash };
}
