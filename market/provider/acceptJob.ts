import { getJobInput, type Job } from '#market/sdk';
import { checkInput } from './checkInput.ts';
import type { OpenProgram } from './openPrograms.ts';
import { sendCall } from './sendCall.ts';
import type { Outcome, WorkerOptions } from './types.ts';

/** Acks an assigned job whose input is good, and reports one whose input is not. */
export async function acceptJob(
  o: WorkerOptions & { job: Job; open: OpenProgram },
): Promise<Outcome> {
  const { job, journal } = o;
  journal.note(job, { stage: 'assigned' });
  const given = await getJobInput(o.client, job);
  const fault = checkInput({ job, program: o.open.program, ...given });
  if (!fault) {
    await sendCall(o.client, 'ack', [job.jobId, job.attempt, job.inputDigest]);
    journal.note(job, { stage: 'acked' });
    return 'again';
  }
  const txHash = await sendCall(o.client, 'reportInputFault', [job.jobId, job.attempt]);
  const error = { code: 'INPUT_FAULT', message: `The input is unusable: ${fault}.` };
  journal.note(job, { stage: 'refused', txHash, error });
  return 'done';
}
