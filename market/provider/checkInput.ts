import { keccak256 } from 'viem';
import type { CurvePoint, Program } from '#circuits';
import { BaseError } from '#core';
import type { Job } from '#market/sdk';

/**
 * What is wrong with a job's input: not the bytes of the digest, or nothing that the program can
 * prove against the commitment. Absent where it is good.
 */
export function checkInput(o: {
  job: Pick<Job, 'inputDigest' | 'inputCommitment'>;
  program: Pick<Program, 'inputCommitment'>;
  input: Uint8Array;
  userKey: CurvePoint;
}): string | undefined {
  if (keccak256(o.input) !== o.job.inputDigest) return 'its digest differs';
  try {
    const commitment = o.program.inputCommitment({ input: o.input, userKey: o.userKey });
    return commitment === o.job.inputCommitment ? undefined : 'its commitment differs';
  } catch (error) {
    if (error instanceof BaseError) return error.shortMessage;
    throw error;
  }
}
