import type { Job } from '#market/sdk';

/** Calls that move a job on and that anyone may make. */
export type KeeperCall = 'finalizeAssign' | 'missAck' | 'lapse' | 'expire';

/**
 * The call that a job's clocks ask for now; absent while there is nothing to do but wait.
 * @param o.now unix seconds of the L2
 */
export function dueCall(o: {
  job: Pick<Job, 'state' | 'windowEnd' | 'ackBy' | 'assignBy' | 'fulfilBy' | 'finalBy'>;
  now: bigint;
}): KeeperCall | undefined {
  const { job, now } = o;
  const unassigned = job.state === 'OPEN' || job.state === 'PROPOSED';
  if (unassigned && now > job.assignBy) return 'expire';
  if (job.state === 'PROPOSED' && now >= job.windowEnd) return 'finalizeAssign';
  if (job.state === 'ASSIGNED' && now > job.ackBy) return 'missAck';
  if (job.state === 'ACKED' && now > job.fulfilBy) return 'lapse';
  if (job.state === 'RESCUABLE' && now > job.finalBy) return 'expire';
  return undefined;
}
