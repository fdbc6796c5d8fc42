import { isHex } from 'viem';
import { z } from 'zod';
import { ProofOrderError } from './errors.ts';

const hash = z.custom<`0x${string}`>((v) => isHex(v) && v.length === 66);
const number = z.string().regex(/^\d{1,20}$/);
const schema = z.strictObject({
  /** Tells our tickets from the proofs of others. */
  bigfileRange: z.literal(1),
  initBatch: number.transform(BigInt),
  finalBatch: number.transform(BigInt),
  oldAccInputHash: hash,
  newAccInputHash: hash,
});

/**
 * What our prover gives out as a recursive proof. It is none: it says which batches, by the hash of their
 * inputs, the final proof is to be about, and the final proof is made from that and L1.
 */
export type RangeTicket = Omit<z.output<typeof schema>, 'bigfileRange'>;

/** cdk-node looks for the word "publics" in a recursive proof and compares what follows: it is not in ours. */
export function writeTicket(ticket: RangeTicket): string {
  const { initBatch, finalBatch, ...hashes } = ticket;
  const batches = { initBatch: String(initBatch), finalBatch: String(finalBatch) };
  return JSON.stringify({ bigfileRange: 1, ...batches, ...hashes });
}

/** @throws ProofOrderError for a proof that is not ours */
export function readTicket(text: string, what: string): RangeTicket {
  const parsed = schema.safeParse(parse(text));
  if (!parsed.success) {
    throw new ProofOrderError({ what, reason: 'its recursive proof is none of this prover' });
  }
  const { bigfileRange: _mark, ...ticket } = parsed.data;
  return ticket;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
