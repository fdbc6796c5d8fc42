import { z } from 'zod';
import type { BatchSignature, CurvePoint } from '#circuits';
import { BaseError, toJson } from '#core';
import { ValidatorRefusedError, ValidatorUnreachableError } from './errors.ts';
import type { BatchOffer } from './readBatchStatement.ts';

const field = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
const point = z.tuple([field, field]);
const answer = z.object({
  publicKey: point,
  signature: z.object({ R8: point, S: field }),
});
const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * Asks one validator to sign. What it answers is not checked here.
 * @param o.timeoutMs a validator that has not followed L1 lately has to execute batches first
 * @throws ValidatorUnreachableError, ValidatorRefusedError
 */
export async function requestSignature(o: {
  url: string;
  offer: BatchOffer;
  timeoutMs: number;
  signal: AbortSignal;
}): Promise<{ publicKey: CurvePoint; signature: BatchSignature }> {
  const { status, body } = await post(o);
  const signed = answer.safeParse(body);
  if (status === 200 && signed.success) return signed.data;
  const refused = refusal.safeParse(body);
  throw new ValidatorRefusedError({
    url: o.url,
    reason: refused.data?.error.code ?? 'STACK_VALIDATOR_ANSWER',
    message: refused.data?.error.message ?? `The validator answered ${status} without a signature.`,
  });
}

async function post(o: {
  url: string;
  offer: BatchOffer;
  timeoutMs: number;
  signal: AbortSignal;
}): Promise<{ status: number; body: unknown }> {
  const { initNumBatch, finalNewBatch, aggregator, newStateRoot, newLocalExitRoot } = o.offer;
  try {
    const response = await fetch(`${o.url}/sign`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: toJson({ initNumBatch, finalNewBatch, aggregator, newStateRoot, newLocalExitRoot }),
      signal: AbortSignal.any([o.signal, AbortSignal.timeout(o.timeoutMs)]),
    });
    const body: unknown = await response.json().catch(() => undefined);
    return { status: response.status, body };
  } catch (cause) {
    throw new ValidatorUnreachableError({ url: o.url, cause });
  }
}

/** Code and sentence of any error, for a report. */
export function describeError(error: unknown): { code: string; message: string } {
  if (error instanceof ValidatorRefusedError) {
    return { code: error.reason, message: error.shortMessage };
  }
  if (error instanceof BaseError) return { code: error.code, message: error.shortMessage };
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) };
}
