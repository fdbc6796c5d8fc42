import { type Address, type ContractFunctionArgs, encodeFunctionData, type Hex, toHex } from 'viem';
import { jobMarketAbi } from '#contracts';
import { BaseError } from '#core';
import { getJob, getJobInput, type Job, type MarketClient } from '#market/sdk';
import { checkInput } from './checkInput.ts';
import type { WorkJournal } from './createJournal.ts';
import { type MadeResult, makeResult } from './makeResult.ts';
import type { OpenProgram, OpenPrograms } from './openPrograms.ts';
import type { SandboxLimits } from './sandbox/types.ts';

export interface WorkerOptions {
  client: MarketClient;
  provider: Address;
  programs: OpenPrograms;
  limits: SandboxLimits;
  journal: WorkJournal;
  /** Ends the work in progress. */
  signal: AbortSignal;
}

export interface Worker {
  /**
   * Takes a job as far as it goes, from wherever the chain says it is. Every step is decided by
   * what the chain says, so it is safe to call again after any failure or restart.
   * @returns whether nothing is left for this node to do
   */
  advance(jobId: bigint): Promise<boolean>;
}

/** `again`: the chain moved on, look again. `done`: nothing left to do. */
type Outcome = 'again' | 'done';

/** How often a job is run that fails by itself, such as by its memory limit. */
const TRIES = 3;

export function createWorker(o: WorkerOptions): Worker {
  const made = new Map<string, MadeResult>();
  const failures = new Map<string, number>();
  const { client, journal } = o;

  async function accept(job: Job, open: OpenProgram): Promise<Outcome> {
    journal.note(job, { stage: 'assigned' });
    const given = await getJobInput(client, job);
    const fault = checkInput({ job, program: open.program, ...given });
    if (!fault) {
      await send(o, 'ack', [job.jobId, job.attempt, job.inputDigest]);
      journal.note(job, { stage: 'acked' });
      return 'again';
    }
    const txHash = await send(o, 'reportInputFault', [job.jobId, job.attempt]);
    const error = { code: 'INPUT_FAULT', message: `The input is unusable: ${fault}.` };
    journal.note(job, { stage: 'refused', txHash, error });
    return 'done';
  }

  async function deliver(job: Job, open: OpenProgram): Promise<Outcome> {
    const id = `${job.jobId}/${job.attempt}`;
    const onExecuted = (sandboxMs: number) => journal.note(job, { stage: 'executed', sandboxMs });
    const result = made.get(id) ?? (await makeResult({ ...o, job, open, onExecuted }));
    made.set(id, result);
    journal.note(job, { stage: 'proved', proveMs: result.proveMs });

    const now = await getJob(client, job);
    if (now.state !== 'ACKED' || now.attempt !== job.attempt) return 'again';
    const { output, outputCommitment, proof } = result;
    const args = [job.jobId, o.provider, outputCommitment, proof, toHex(output)] as const;
    const txHash = await send(o, 'fulfil', args);
    made.delete(id);
    journal.note(job, { stage: 'fulfilled', txHash });
    return 'done';
  }

  async function step(job: Job): Promise<Outcome> {
    const mine = job.provider === o.provider;
    if (!mine || (job.state !== 'ASSIGNED' && job.state !== 'ACKED')) {
      const before = journal.find(job.jobId)?.stage;
      const stage = mine && job.state === 'FULFILLED' ? 'fulfilled' : 'lost';
      if (before !== 'refused' && before !== stage) journal.note(job, { stage });
      return 'done';
    }
    const open = await o.programs.find(job.programId);
    if (open) return job.state === 'ASSIGNED' ? accept(job, open) : deliver(job, open);
    const message = `This node does not have the program ${job.programId}.`;
    journal.note(job, { stage: 'failed', error: { code: 'PROGRAM_UNKNOWN', message } });
    return 'done';
  }

  /** Anything but a failure of the job itself is tried again at the next turn. */
  function judge(job: Job, error: unknown): Outcome {
    if (!(error instanceof BaseError)) throw error;
    const id = `${job.jobId}/${job.attempt}`;
    const count = (failures.get(id) ?? 0) + 1;
    failures.set(id, count);
    if (!error.code.startsWith('JOB_') || count < TRIES) throw error;
    const { code, shortMessage: message } = error;
    journal.note(job, { stage: 'failed', error: { code, message } });
    return 'done';
  }

  return {
    async advance(jobId) {
      while (!o.signal.aborted) {
        const job = await getJob(client, { jobId });
        const outcome = await step(job).catch((error: unknown) => judge(job, error));
        if (outcome === 'done') return true;
      }
      return false;
    },
  };
}

const WHAT = {
  ack: 'ack a job',
  reportInputFault: 'report an input fault',
  fulfil: 'deliver a result',
} as const;

async function send<N extends keyof typeof WHAT>(
  o: WorkerOptions,
  functionName: N,
  args: ContractFunctionArgs<typeof jobMarketAbi, 'nonpayable', N>,
): Promise<Hex> {
  const data = encodeFunctionData({ abi: jobMarketAbi, functionName, args } as never);
  const call = { what: WHAT[functionName], to: o.client.contracts.jobMarket, data };
  return (await o.client.sender.send(call)).transactionHash;
}
