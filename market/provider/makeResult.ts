import { deliveryRandomness, type ProofWords } from '#circuits';
import { computeCtx, deliveryDigest, getJobInput, type Job, type MarketClient } from '#market/sdk';
import { ProofMismatchError } from './errors.ts';
import type { OpenProgram } from './openPrograms.ts';
import { runConfined } from './sandbox/runConfined.ts';
import type { SandboxLimits } from './sandbox/types.ts';

export interface MadeResult {
  /** The output, encrypted to the user's key with randomness of its own. */
  delivery: Uint8Array;
  outputCommitment: bigint;
  proof: ProofWords;
  /** Milliseconds. */
  sandboxMs: number;
  proveMs: number;
}

/**
 * Runs a job in the sandbox, encrypts its output to the user, and proves both for this attempt and
 * provider.
 * @throws ProofMismatchError where the circuit computes another output than the executable
 */
export async function makeResult(o: {
  client: MarketClient;
  job: Job;
  open: OpenProgram;
  limits: SandboxLimits;
  signal: AbortSignal;
  onExecuted?: (ms: number) => void;
}): Promise<MadeResult> {
  const { client, job } = o;
  const { program } = o.open;
  const { input, userKey } = await getJobInput(client, job);
  const { output, ms } = await runConfined({
    executable: program.executablePath,
    files: program.executableFiles,
    input,
    limits: o.limits,
    signal: o.signal,
  });
  o.onExecuted?.(ms);
  const randomness = deliveryRandomness();
  const delivery = program.seal({ output, userKey, randomness });
  const outputCommitment = program.outputCommitment(delivery);
  const ctx = computeCtx({
    chainId: await client.chainId(),
    jobMarket: client.contracts.jobMarket,
    resultDigest: deliveryDigest({ outputCommitment, delivery }),
    ...job,
  });
  const prover = await o.open.prover();
  const proved = await prover.prove(program.circuitInputs({ input, userKey, ctx, randomness }));
  const evaluation = program.evaluation({ delivery, challenge: ctx });
  const expected = [outputCommitment, evaluation, job.inputCommitment, ctx];
  if (expected.some((signal, i) => signal !== proved.signals[i])) {
    throw new ProofMismatchError({ jobId: job.jobId, have: proved.signals, want: expected });
  }
  return {
    delivery,
    outputCommitment,
    proof: proved.proof,
    sandboxMs: ms,
    proveMs: Math.round(proved.ms),
  };
}
