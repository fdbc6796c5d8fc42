import { type BaseError, waitFor } from '#core';
import { ProofFailedError, ProofTimeoutError, ProverAnswerError } from './errors.ts';
import type { ProverConnection } from './ProverConnection.ts';
import type { OrderAnswer, Orders, ProofAnswer } from './protocol.ts';

type ProofOrderName =
  | 'gen_stateless_batch_proof_request'
  | 'gen_aggregated_proof_request'
  | 'gen_final_proof_request';

export interface OrderProofOptions<K extends ProofOrderName> {
  prover: ProverConnection;
  /** As in "batch proof of 7". */
  what: string;
  order: K;
  body: Orders[K];
  /** Cancels the proof at the prover too. */
  signal: AbortSignal;
  /** Milliseconds between two questions whether it is made. */
  pollMs: number;
  /** Longest time for the whole proof, milliseconds; then it is cancelled. */
  timeoutMs: number;
}

/**
 * Orders one proof and asks for it until it is there.
 * @throws ProofFailedError, ProofTimeoutError, AbortedError; the connection goes on
 * @throws ProverGoneError, ProverSilentError, ProverAnswerError; the connection has ended
 */
export async function orderProof<K extends ProofOrderName>(
  o: OrderProofOptions<K>,
): Promise<ProofAnswer> {
  const { prover, what, timeoutMs } = o;
  const { id, result } = (await prover.call(o.order, o.body)) as OrderAnswer;
  if (result !== 'RESULT_OK') throw failed({ ...o, result });
  let answer: ProofAnswer | { error: unknown };
  try {
    answer = await waitFor({
      ...{ what, timeoutMs, intervalMs: o.pollMs, signal: o.signal },
      check: () => ask(prover, id).catch((error: unknown) => ({ error })),
    });
  } catch (error) {
    // Whoever ordered has given up: the prover need not go on. Nothing hangs on its answer.
    await prover.call('cancel_request', { id }).catch(() => undefined);
    throw o.signal.aborted
      ? error
      : new ProofTimeoutError({ prover: prover.name, what, timeoutMs });
  }
  if ('error' in answer) throw answer.error;
  if (answer.result === 'RESULT_COMPLETED_OK') return answer;
  throw failed({ ...o, result: answer.result, message: answer.result_string });
}

/** Undefined while it is being made. */
async function ask(prover: ProverConnection, id: string): Promise<ProofAnswer | undefined> {
  const answer = await prover.call('get_proof_request', { id, timeout: '0' });
  if (answer.id !== '' && answer.id !== id) {
    const reason = `it is about the proof ${answer.id}, not ${id}`;
    const wrong = { prover: prover.name, what: 'get_proof_request', reason };
    const error = new ProverAnswerError(wrong);
    prover.close(error);
    throw error;
  }
  return answer.result === 'RESULT_PENDING' ? undefined : answer;
}

function failed(o: {
  prover: ProverConnection;
  what: string;
  result: string;
  message?: string;
}): BaseError {
  const { what, result, message = '' } = o;
  return new ProofFailedError({ prover: o.prover.name, what, result, message });
}
