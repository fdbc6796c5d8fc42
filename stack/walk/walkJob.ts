import { formatEther, type Hash, type Hex, parseEther } from 'viem';
import { jobMarketAbi } from '#contracts';
import { waitFor } from '#core';
import { downloadResult, type Job, submitJob, waitForJob } from '#market/sdk';
import { ResultWrongError } from '../errors.ts';
import { userKeyOf, type WalkContext } from './context.ts';

const TIMEOUT_MS = 600_000;

export interface WalkedJob {
  id: string;
  state: string;
  program: Hex;
  provider: Hex;
  /** Wei of BIG. */
  price: string;
  proofTx: Hash;
  /** Why the other providers did not get it. */
  declined: { provider: Hex; code: string }[];
}

/** A job's life on the L2: submitted and escrowed, matched, acked, run, proven, paid, downloaded. */
export async function walkJob(c: WalkContext): Promise<WalkedJob> {
  const { recorder, market } = c;
  const input = Uint8Array.from({ length: c.program.inputLength }, (_, i) => (i * 37 + 11) & 0xff);
  const { jobId } = await recorder.run(
    'user submits the job',
    () =>
      submitJob(market, {
        program: c.program,
        programId: c.programId,
        input,
        userKey: userKeyOf(c).publicKey,
        needs: { hwClass: 'cpu', minMemoryMiB: 4_096, minCores: 2 },
        maxPrice: parseEther('10'),
        schedulerFee: parseEther('0.1'),
        minBond: parseEther('10'),
        improvementSeconds: 1,
        // A walk shows the way of a job, and not that this machine is fast.
        assignSeconds: 600,
      }),
    ({ txHash, jobId }) => ({ chain: 'l2', txHash, note: `job ${jobId}, 10.1 BIG in escrow` }),
  );
  const assigned = await onChain(c, 'scheduler assigns a provider', 'Assigned', jobId, [
    'ASSIGNED',
    'ACKED',
    'FULFILLED',
  ]);
  const declined = await declinesOf(c, jobId);
  await onChain(c, 'provider acks the input', 'Acked', jobId, ['ACKED', 'FULFILLED']);
  const done = await onChain(c, 'provider runs, proves and is paid', 'Fulfilled', jobId, [
    'FULFILLED',
  ]);
  await recorder.run(
    'user downloads and checks the result',
    async () => {
      const result = await downloadResult(market, {
        jobId,
        program: c.program,
        secret: userKeyOf(c).secret,
      });
      const expected = c.program.run(input);
      if (Buffer.compare(result.output, expected))
        throw new ResultWrongError({ jobId, have: result.output, want: expected });
      return result;
    },
    ({ output }) => ({ note: `${output.length} bytes: ${[...new Int8Array(output)].join(' ')}` }),
  );
  return {
    id: jobId.toString(),
    state: done.job.state,
    program: c.programId,
    provider: assigned.job.provider,
    price: done.job.price.toString(),
    proofTx: done.txHash,
    declined,
  };
}

/** Waits for a state, then finds the transaction that brought it. */
function onChain(
  c: WalkContext,
  name: string,
  eventName: 'Assigned' | 'Acked' | 'Fulfilled',
  jobId: bigint,
  states: readonly Job['state'][],
): Promise<{ job: Job; txHash: Hash }> {
  return c.recorder.run(
    name,
    async () => {
      const job = await waitForJob(c.market, {
        jobId,
        states,
        timeoutMs: TIMEOUT_MS,
        intervalMs: 50,
      });
      // A node may know the state of a block before it has indexed its logs, as cdk-erigon does.
      const { transactionHash: txHash } = await waitFor({
        what: `the log ${eventName} of job ${jobId}`,
        timeoutMs: TIMEOUT_MS,
        intervalMs: 50,
        check: async () => {
          const [event] = await c.l2Client.getContractEvents({
            address: c.market.contracts.jobMarket,
            abi: jobMarketAbi,
            eventName,
            args: { jobId },
            fromBlock: c.market.fromBlock,
          });
          return event;
        },
      });
      return { job, txHash };
    },
    ({ job, txHash }) => ({
      chain: 'l2',
      txHash,
      note: `${formatEther(job.price)} BIG to ${job.provider}`,
    }),
  );
}

/** What the scheduler says of the providers it passed over. */
async function declinesOf(c: WalkContext, jobId: bigint): Promise<WalkedJob['declined']> {
  const response = await fetch(`${c.info.scheduler.url}/jobs/${jobId}/decisions`);
  const { decisions = [] } = (await response.json()) as {
    decisions?: { provider: Hex; verdict: string; code: string }[];
  };
  return decisions
    .filter((d) => d.verdict === 'declined')
    .map(({ provider, code }) => ({ provider, code }));
}
