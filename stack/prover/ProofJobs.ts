import { randomUUID } from 'node:crypto';
import { BaseError, type Logger } from '#core';
import { ProofOrderError } from './errors.ts';
import type { FinalProofMessage, OrderResult, ProofAnswer, StatusAnswer } from './protocol.ts';

/** What a job leads to: a proof that can be used again, or the one for L1. */
export type JobResult = { recursive_proof: string } | { final_proof: FinalProofMessage };

interface Job {
  cancel: AbortController;
  answer: Pick<ProofAnswer, 'result' | 'result_string'> & Partial<JobResult>;
}

type JobsStatus = Pick<
  StatusAnswer,
  | 'status'
  | 'last_computed_request_id'
  | 'last_computed_end_time'
  | 'current_computing_request_id'
  | 'current_computing_start_time'
  | 'pending_request_queue_ids'
>;

/** Finished jobs that can still be asked for. */
const KEPT = 100;

/** The proofs that a prover was asked for: made one after another, each known by an id. */
export class ProofJobs {
  readonly #jobs = new Map<string, Job>();
  readonly #logger: Logger;
  #line: Promise<void> = Promise.resolve();
  #waiting: string[] = [];
  #current: { id: string; since: number } | undefined;
  #last: { id: string; at: number } | undefined;

  constructor(o: { logger: Logger }) {
    this.#logger = o.logger;
  }

  /**
   * Puts a proof in line.
   * @param run its failure is told to whoever asks for the proof
   * @returns the id to ask with
   */
  add(run: (signal: AbortSignal) => Promise<JobResult>): string {
    const id = randomUUID();
    const cancel = new AbortController();
    const job: Job = { cancel, answer: { result: 'RESULT_PENDING', result_string: '' } };
    this.#jobs.set(id, job);
    this.#waiting.push(id);
    this.#line = this.#line.then(() => this.#run(id, job, run));
    return id;
  }

  get(id: string): ProofAnswer {
    const job = this.#jobs.get(id);
    if (job) return { id, ...job.answer };
    return { id, result: 'RESULT_ERROR', result_string: 'there is no proof with this id' };
  }

  /** ERROR for one that does not exist, or is done. */
  cancel(id: string): OrderResult {
    const job = this.#jobs.get(id);
    if (job?.answer.result !== 'RESULT_PENDING') return 'RESULT_ERROR';
    job.answer = { result: 'RESULT_CANCEL', result_string: 'it was cancelled' };
    job.cancel.abort();
    return 'RESULT_OK';
  }

  /** Cancels everything, and waits for what was being made. */
  async clear(): Promise<void> {
    for (const id of this.#jobs.keys()) this.cancel(id);
    await this.#line;
    this.#jobs.clear();
  }

  status(): JobsStatus {
    return {
      status: this.#current || this.#waiting.length > 0 ? 'STATUS_COMPUTING' : 'STATUS_IDLE',
      last_computed_request_id: this.#last?.id ?? '',
      last_computed_end_time: String(this.#last?.at ?? 0),
      current_computing_request_id: this.#current?.id ?? '',
      current_computing_start_time: String(this.#current?.since ?? 0),
      pending_request_queue_ids: [...this.#waiting],
    };
  }

  async #run(id: string, job: Job, run: (signal: AbortSignal) => Promise<JobResult>) {
    this.#waiting = this.#waiting.filter((other) => other !== id);
    const { signal } = job.cancel;
    if (signal.aborted) return;
    this.#current = { id, since: seconds() };
    try {
      const made = await run(signal);
      if (!signal.aborted) {
        job.answer = { result: 'RESULT_COMPLETED_OK', result_string: '', ...made };
      }
    } catch (error) {
      if (!signal.aborted) {
        this.#logger.warn({ err: error }, 'a proof was not made');
        job.answer = { result: resultOf(error), result_string: sentenceOf(error) };
      }
    } finally {
      this.#current = undefined;
      this.#last = { id, at: seconds() };
      this.#forgetOldest();
    }
  }

  #forgetOldest(): void {
    for (const [id, { answer }] of this.#jobs) {
      if (this.#jobs.size <= KEPT) return;
      if (answer.result !== 'RESULT_PENDING') this.#jobs.delete(id);
    }
  }
}

/** ERROR: the order was wrong. Anything else is no fault of the order. */
function resultOf(error: unknown): ProofAnswer['result'] {
  return error instanceof ProofOrderError ? 'RESULT_ERROR' : 'RESULT_INTERNAL_ERROR';
}

function sentenceOf(error: unknown): string {
  if (error instanceof BaseError) return `${error.code}: ${error.shortMessage}`;
  return error instanceof Error ? error.message : String(error);
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
