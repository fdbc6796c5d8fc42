import { hexToBytes } from 'viem';
import type { CurvePoint } from '#circuits';
import { jobMarketAbi } from '#contracts';
import type { MarketClient } from './createMarketClient.ts';
import { JobNotFoundError } from './errors.ts';

/**
 * The input that a job was submitted with, from its event.
 * @throws JobNotFoundError
 */
export async function getJobInput(
  client: MarketClient,
  o: { jobId: bigint },
): Promise<{ input: Uint8Array; userKey: CurvePoint }> {
  const [event] = await client.read((node) =>
    node.getContractEvents({
      address: client.contracts.jobMarket,
      abi: jobMarketAbi,
      eventName: 'JobSubmitted',
      args: { jobId: o.jobId },
      fromBlock: client.fromBlock,
      strict: true,
    }),
  );
  if (!event) throw new JobNotFoundError(o);
  return { input: hexToBytes(event.args.input), userKey: event.args.request.userKey };
}
