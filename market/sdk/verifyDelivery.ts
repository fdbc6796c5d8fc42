import { type Address, decodeFunctionData, type Hex } from 'viem';
import type { Program, Prover } from '#circuits';
import { jobMarketAbi } from '#contracts';
import { computeCtx } from './computeCtx.ts';
import type { MarketClient } from './createMarketClient.ts';
import { ResultMismatchError } from './errors.ts';
import type { Job } from './types.ts';

/**
 * Verifies the Groth16 proof of a delivery without the contract: the proof comes from the data of
 * the delivering transaction, the public signals are recomputed.
 * @throws ResultMismatchError where it does not hold
 */
export async function verifyDelivery(
  client: MarketClient,
  o: {
    job: Job;
    txHash: Hex;
    provider: Address;
    outputCommitment: bigint;
    resultDigest: Hex;
    delivery: Uint8Array;
    program: Pick<Program, 'evaluation'>;
    prover: Pick<Prover, 'verify'>;
  },
): Promise<void> {
  const { job } = o;
  const transaction = await client.read((node) => node.getTransaction({ hash: o.txHash }));
  const call = decodeFunctionData({ abi: jobMarketAbi, data: transaction.input });
  const proof =
    call.functionName === 'fulfil' || call.functionName === 'rescue' ? call.args[3] : undefined;
  const ctx = computeCtx({
    chainId: await client.chainId(),
    jobMarket: client.contracts.jobMarket,
    jobId: job.jobId,
    attempt: job.attempt,
    provider: o.provider,
    programId: job.programId,
    requestHash: job.requestHash,
    resultDigest: o.resultDigest,
  });
  const evaluation = o.program.evaluation({ delivery: o.delivery, challenge: ctx });
  const signals = [o.outputCommitment, evaluation, job.inputCommitment, ctx];
  if (proof && (await o.prover.verify({ proof, signals }))) return;
  const have = proof ? 'that does not verify' : `in no call of the market (${call.functionName})`;
  throw new ResultMismatchError({ jobId: job.jobId, what: 'a proof', have, want: 'one that does' });
}
