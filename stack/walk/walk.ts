import { assertConservation } from '#bridge';
import type { StackInfo } from '../session/StackInfo.ts';
import { createWalkContext } from './context.ts';
import type { StepRecorder } from './steps.ts';
import { type WalkedBatch, walkBatch } from './walkBatch.ts';
import { walkDeposit } from './walkDeposit.ts';
import { type WalkedJob, walkJob } from './walkJob.ts';
import { type WalkedWithdrawal, walkWithdrawal } from './walkWithdrawal.ts';

export interface Walk {
  job: WalkedJob;
  batch: WalkedBatch;
  withdrawal: WalkedWithdrawal;
  /** Milliseconds since the recorder was made: job paid, batch verified, everything done. */
  timings: { job: number; settled: number; total: number };
}

/**
 * One job through every step, against a running stack: BIG from L1, submission and escrow, matching,
 * confined execution, proof and payment, batch, settlement, withdrawal of the earnings.
 * @param o.providerKeys keys of the stack's providers, by address
 */
export async function walk(o: {
  info: StackInfo;
  recorder: StepRecorder;
  providerKeys: Readonly<Record<`0x${string}`, `0x${string}`>>;
}): Promise<Walk> {
  const { recorder } = o;
  const context = createWalkContext(o);
  await walkDeposit(context);
  const job = await walkJob(context);
  const jobDone = recorder.elapsed();
  const batch = await walkBatch(context, { txHash: job.proofTx });
  const settled = recorder.elapsed();
  const provider = { address: job.provider, key: o.providerKeys[job.provider]! };
  const withdrawal = await walkWithdrawal(context, { provider });
  await recorder.run(
    'BIG is conserved',
    () => conserved(context),
    ({ locked }) => ({
      note: `${locked} wei locked on L1 are accounted for on the L2`,
    }),
  );
  return { job, batch, withdrawal, timings: { job: jobDone, settled, total: recorder.elapsed() } };
}

function conserved({ info, l1Client, l2Client }: ReturnType<typeof createWalkContext>) {
  return assertConservation({
    l1: l1Client,
    l2: l2Client,
    contracts: {
      bridge: info.contracts.l1['bridge']!,
      deploymentBlock: BigInt(info.l1DeploymentBlock),
    },
    rollupId: info.rollupId,
    gasToken: info.contracts.l1['big']!,
  });
}
