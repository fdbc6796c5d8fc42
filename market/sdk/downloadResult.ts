import type { Hex } from 'viem';
import type { Program, Prover } from '#circuits';
import type { MarketClient } from './createMarketClient.ts';
import { type Delivery, getDelivery } from './getDelivery.ts';
import { verifyDelivery } from './verifyDelivery.ts';

export interface JobResult extends Omit<Delivery, 'job'> {
  /** Decrypted. */
  output: Uint8Array;
  /** True where the Groth16 proof was checked here too. */
  proofChecked: boolean;
}

/**
 * Downloads a job's result from its delivery event, checks that these bytes are the proved ones, and
 * decrypts them.
 * @param o.secret of the key that the job was submitted with, see deriveUserKey
 * @param o.prover of the program's circuit: the proof itself is then verified as well, offline
 * @throws ResultMissingError, ResultMismatchError
 * @throws BadDeliveryError where the result was encrypted to another key
 */
export async function downloadResult(
  client: MarketClient,
  o: {
    jobId: bigint;
    program: Pick<Program, 'outputCommitment' | 'evaluation' | 'open'>;
    secret: Hex;
    prover?: Pick<Prover, 'verify'>;
  },
): Promise<JobResult> {
  const { program, prover, secret } = o;
  const { job, ...delivered } = await getDelivery(client, o);
  if (prover) await verifyDelivery(client, { job, ...delivered, program, prover });
  const output = program.open({ delivery: delivered.delivery, secret });
  return { ...delivered, output, proofChecked: prover !== undefined };
}
