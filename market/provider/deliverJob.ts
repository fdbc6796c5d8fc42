import { toHex } from 'viem';
import { getJob, type Job } from '#market/sdk';
import { type MadeResult, makeResult } from './makeResult.ts';
import type { OpenProgram } from './openPrograms.ts';
import { sendCall } from './sendCall.ts';
import type { Outcome, WorkerOptions } from './types.ts';

/**
 * Runs, proves and delivers an acked job. The chain is read once more before the result is sent, so
 * that a delivery is not repeated.
 * @param o.made results that are proved and not delivered, by attempt
 */
export async function deliverJob(
  o: WorkerOptions & { job: Job; open: OpenProgram; made: Map<string, MadeResult> },
): Promise<Outcome> {
  const { job, journal, made } = o;
  const id = `${job.jobId}/${job.attempt}`;
  const onExecuted = (sandboxMs: number) => journal.note(job, { stage: 'executed', sandboxMs });
  const result = made.get(id) ?? (await makeResult({ ...o, onExecuted }));
  made.set(id, result);
  journal.note(job, { stage: 'proved', proveMs: result.proveMs });

  const now = await getJob(o.client, job);
  if (now.state !== 'ACKED' || now.attempt !== job.attempt) return 'again';
  const { delivery, outputCommitment, proof } = result;
  const args = [job.jobId, o.provider, outputCommitment, proof, toHex(delivery)] as const;
  const txHash = await sendCall(o.client, 'fulfil', args);
  made.delete(id);
  journal.note(job, { stage: 'fulfilled', txHash });
  return 'done';
}
