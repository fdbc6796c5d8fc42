import { readFileSync } from 'node:fs';
import { type Hex, isHex } from 'viem';
import { z } from 'zod';
import { ProgramCommandError } from '../../errors.ts';

const decimal = z.string().regex(/^\d{1,78}$/);
const schema = z.object({
  program: z.string(),
  /** Words as the verifier contract takes them. */
  proof: z.array(decimal).length(8),
  /** In the order of the verifier contract. */
  signals: z.array(decimal).length(4),
  /** The output, encrypted to the user's key. */
  delivery: z.custom<Hex>((value) => isHex(value)),
});

/** What `program prove` writes and `program verify` reads. */
export type ProofFile = z.infer<typeof schema>;

/** @throws ProgramCommandError */
export function readProofFile(o: { path: string; command: string }): ProofFile {
  try {
    return schema.parse(JSON.parse(readFileSync(o.path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new ProgramCommandError({ command: o.command, details: `${o.path} is no proof: ${why}` });
  }
}
