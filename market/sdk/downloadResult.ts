import { type Address, type Hex, hexToBytes, keccak256 } from 'viem';
import type { Program, Prover } from '#circuits';
import { jobMarketAbi } from '#contracts';
import type { MarketClient } from './createMarketClient.ts';
import { ResultMismatchError, ResultMissingError } from './errors.ts';
import { getJob } from './getJob.ts';
import { verifyDelivery } from './verifyDelivery.ts';

export interface JobResult {
  output: Uint8Array;
  outputCommitment: bigint;
  resultDigest: Hex;
  provider: Address;
  /** The transaction that delivered it, with the proof in its data. */
  txHash: Hex;
  /** True where the Groth16 proof was checked here too. */
  proofChecked: boolean;
}

/**
 * Downloads a job's result from its delivery event and checks that these bytes are the proved ones:
 * their keccak256 is the delivered digest and their commitment the proof's public signal.
 * @param o.prover of the program's circuit: the proof itself is then verified as well, offline
 * @throws ResultMissingError, ResultMismatchError
 */
export async function downloadResult(
  client: MarketClient,
  o: {
    jobId: bigint;
    program: Pick<Program, 'outputCommitment'>;
    prover?: Pick<Prover, 'verify'>;
  },
): Promise<JobResult> {
  const { jobId } = o;
  const job = await getJob(client, { jobId });
  const event = await deliveryOf(client, { jobId });
  if (!event || job.state !== 'FULFILLED')
    throw new ResultMissingError({ jobId, state: job.state });

  const { outputCommitment, provider, resultDigest } = event.args;
  const output = hexToBytes(event.args.output);
  const digest = keccak256(output);
  if (digest !== resultDigest) {
    throw new ResultMismatchError({ jobId, what: 'digest', have: digest, want: resultDigest });
  }
  const have = o.program.outputCommitment(output);
  if (have !== outputCommitment) {
    throw new ResultMismatchError({ jobId, what: 'commitment', have, want: outputCommitment });
  }
  const txHash = event.transactionHash;
  if (o.prover) await verifyDelivery(client, { job, txHash, ...event.args, prover: o.prover });
  return {
    ...{ output, outputCommitment, resultDigest, provider, txHash },
    proofChecked: o.prover !== undefined,
  };
}

async function deliveryOf(client: MarketClient, o: { jobId: bigint }) {
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
