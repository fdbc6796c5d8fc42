import { type Address, type Hex, hexToBytes } from 'viem';
import type { Program } from '#circuits';
import { jobMarketAbi } from '#contracts';
import { deliveryDigest } from './computeCtx.ts';
import type { MarketClient } from './createMarketClient.ts';
import { ResultMismatchError, ResultMissingError } from './errors.ts';
import { getJob } from './getJob.ts';
import type { Job } from './types.ts';

export interface Delivery {
  job: Job;
  /** The result as posted: ciphertext with ephemeral key and tag. */
  delivery: Uint8Array;
  outputCommitment: bigint;
  resultDigest: Hex;
  provider: Address;
  /** The transaction that delivered it, with the proof in its data. */
  txHash: Hex;
}

/**
 * The ciphertext that a job was fulfilled with, from its event. Checks that these bytes are the
 * proved ones: their digest is the delivered one and their commitment the proof's public signal.
 * @throws ResultMissingError, ResultMismatchError
 * @throws BadDeliveryError where the bytes have not the form of the program's deliveries
 */
export async function getDelivery(
  client: MarketClient,
  o: { jobId: bigint; program: Pick<Program, 'outputCommitment'> },
): Promise<Delivery> {
  const { jobId } = o;
  const job = await getJob(client, { jobId });
  const event = await deliveryEvent(client, { jobId });
  if (!event || job.state !== 'FULFILLED')
    throw new ResultMissingError({ jobId, state: job.state });
  const { outputCommitment, provider, resultDigest } = event.args;
  const delivery = hexToBytes(event.args.delivery);
  const digest = deliveryDigest({ outputCommitment, delivery });
  if (digest !== resultDigest) {
    throw new ResultMismatchError({ jobId, what: 'digest', have: digest, want: resultDigest });
  }
  const have = o.program.outputCommitment(delivery);
  if (have !== outputCommitment) {
    throw new ResultMismatchError({ jobId, what: 'commitment', have, want: outputCommitment });
  }
  const txHash = event.transactionHash;
  return { job, delivery, outputCommitment, resultDigest, provider, txHash };
}

async function deliveryEvent(client: MarketClient, o: { jobId: bigint }) {
  const events = await client.read((node) =>
    node.getContractEvents({
      address: client.contracts.jobMarket,
      abi: jobMarketAbi,
      eventName: 'ResultDelivered',
      args: { jobId: o.jobId },
      fromBlock: client.fromBlock,
      strict: true,
    }),
  );
  return events.at(-1);
}
