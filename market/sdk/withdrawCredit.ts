import { type Address, encodeFunctionData, type Hex, parseEventLogs } from 'viem';
import { jobMarketAbi } from '#contracts';
import type { MarketClient } from './createMarketClient.ts';

/** Wei of BIG that the account can withdraw from the market. */
export function getCredit(client: MarketClient, o: { account: Address }): Promise<bigint> {
  return client.read((node) =>
    node.readContract({
      address: client.contracts.jobMarket,
      abi: jobMarketAbi,
      functionName: 'credit',
      args: [o.account],
    }),
  );
}

/**
 * Sends the account's whole credit.
 * @param o.to receiver; the account itself unless told
 * @returns amount in wei of BIG
 * @throws MarketRevertError `MARKET_NOTHING_TO_WITHDRAW`
 */
export async function withdrawCredit(
  client: MarketClient,
  o: { to?: Address } = {},
): Promise<{ amount: bigint; txHash: Hex }> {
  const what = 'withdraw credit';
  const to = o.to ?? client.sender.address(what);
  const receipt = await client.sender.send({
    what,
    to: client.contracts.jobMarket,
    data: encodeFunctionData({ abi: jobMarketAbi, functionName: 'withdraw', args: [to] }),
  });
  const logs = parseEventLogs({ abi: jobMarketAbi, eventName: 'Withdrawn', logs: receipt.logs });
  return { amount: logs[0]!.args.amount, txHash: receipt.transactionHash };
}
