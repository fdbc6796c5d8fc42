import { getAddress, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import type { SignedOffer } from '#market/sdk';

const hex = z
  .custom<Hex>((value) => isHex(value), 'not hex')
  .transform((value) => value.toLowerCase() as Hex);
const isHexAddress = (text: string): boolean => isAddress(text, { strict: false });
const amount = z.coerce.bigint().nonnegative();

const Accepted = z.object({
  accepted: z.literal(true),
  signature: hex,
  offer: z.object({
    provider: z
      .string()
      .refine(isHexAddress, 'no address')
      .transform((text) => getAddress(text)),
    programId: hex,
    jobId: amount,
    price: amount,
    bond: amount,
    maxJobs: z.number().int().nonnegative(),
    epoch: amount,
    validUntil: amount,
    salt: hex,
  }),
});
const Declined = z.object({
  accepted: z.literal(false),
  code: z.string().max(64),
  have: z.unknown(),
  want: z.unknown(),
});
const Refused = z
  .object({ error: z.object({ code: z.string().max(64), message: z.string() }) })
  .transform(({ error }) => ({ accepted: false as const, code: error.code, want: error.message }));
const Answer = z.union([z.discriminatedUnion('accepted', [Accepted, Declined]), Refused]);

/** A provider's answer; `UNREACHABLE` and `BAD_ANSWER` are given on its behalf. */
export type QuoteAnswer =
  | ({ accepted: true } & SignedOffer)
  | { accepted: false; code: string; have?: unknown; want?: unknown };

/** Longest answer that is read, in bytes. */
const LIMIT = 16_384;

/**
 * Asks one provider for a quote. Never throws: whatever goes wrong is an answer.
 * @param o.timeoutMs milliseconds
 */
export async function askProvider(o: {
  endpoint: string;
  jobId: bigint;
  timeoutMs: number;
  signal: AbortSignal;
}): Promise<QuoteAnswer> {
  try {
    const response = await fetch(new URL('/quote', o.endpoint), {
      method: 'POST',
      body: JSON.stringify({ jobId: o.jobId.toString() }),
      headers: { 'content-type': 'application/json' },
      redirect: 'error',
      signal: AbortSignal.any([o.signal, AbortSignal.timeout(o.timeoutMs)]),
    });
    const parsed = Answer.safeParse(JSON.parse(await readText(response)));
    if (parsed.success) return parsed.data;
    return { accepted: false, code: 'BAD_ANSWER', have: z.prettifyError(parsed.error) };
  } catch (error) {
    const code = error instanceof SyntaxError ? 'BAD_ANSWER' : 'UNREACHABLE';
    return { accepted: false, code, have: reason(error), want: o.endpoint };
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LIMIT) throw new SyntaxError(`the answer is longer than ${LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
