import { isAddress } from 'viem';
import { ProofOrderError } from './errors.ts';
import type { JobResult, ProofJobs } from './ProofJobs.ts';
import type { ProofWork } from './ProofWork.ts';
import type { AggregatorMessage, Answers, Orders, StatusAnswer } from './protocol.ts';

/** What a prover says of itself; the rest of its status is that of its jobs. */
export type ProverFacts = Omit<StatusAnswer, keyof ReturnType<ProofJobs['status']>>;

type Run = (signal: AbortSignal) => Promise<JobResult>;

/**
 * The one answer to a message of the aggregator.
 * @returns undefined for an order that this version of the protocol does not know
 */
export function answerOrder(o: {
  message: AggregatorMessage;
  jobs: ProofJobs;
  work: ProofWork;
  facts: ProverFacts;
}): Partial<Answers> | undefined {
  const { message, jobs, work } = o;
  const {
    gen_batch_proof_request: batch,
    gen_stateless_batch_proof_request: stateless,
    gen_aggregated_proof_request: aggregated,
    gen_final_proof_request: final,
    cancel_request: cancel,
    get_proof_request: get,
  } = message as AggregatorMessage & Orders;
  switch (message.request) {
    case 'get_status_request':
      return { get_status_response: { ...o.facts, ...jobs.status() } };
    case 'gen_batch_proof_request':
      return { gen_batch_proof_response: ordered(jobs, batchRun(work, batch)) };
    case 'gen_stateless_batch_proof_request':
      return { gen_batch_proof_response: ordered(jobs, batchRun(work, stateless)) };
    case 'gen_aggregated_proof_request':
      return { gen_aggregated_proof_response: ordered(jobs, aggregatedRun(work, aggregated)) };
    case 'gen_final_proof_request':
      return { gen_final_proof_response: ordered(jobs, finalRun(work, final)) };
    case 'cancel_request':
      return { cancel_response: { result: jobs.cancel(cancel.id) } };
    case 'get_proof_request':
      return { get_proof_response: jobs.get(get.id) };
    case undefined:
      return undefined;
  }
}

/** What is wrong with an order is told when its proof is asked for, with the reason. */
function ordered(jobs: ProofJobs, run: Run): { id: string; result: 'RESULT_OK' } {
  return { id: jobs.add(run), result: 'RESULT_OK' };
}

function batchRun(work: ProofWork, order: Orders['gen_batch_proof_request']): Run {
  return async () => {
    const inputs = order.input?.public_inputs;
    if (inputs) return { recursive_proof: work.batch(inputs) };
    throw new ProofOrderError({ what: 'batch proof', reason: 'it has no public inputs' });
  };
}

function aggregatedRun(work: ProofWork, order: Orders['gen_aggregated_proof_request']): Run {
  const { recursive_proof_1: first, recursive_proof_2: second } = order;
  return async () => ({ recursive_proof: work.aggregate(first, second) });
}

function finalRun(work: ProofWork, order: Orders['gen_final_proof_request']): Run {
  const { recursive_proof: recursiveProof, aggregator_addr: aggregator } = order;
  return async (signal) => {
    if (!isAddress(aggregator, { strict: false })) {
      const reason = `${JSON.stringify(aggregator)} is no address`;
      throw new ProofOrderError({ what: 'final proof', reason });
    }
    return { final_proof: await work.final({ recursiveProof, aggregator, signal }) };
  };
}
