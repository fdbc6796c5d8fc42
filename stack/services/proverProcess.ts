import { type CircuitArtifacts, createProver, type Prover } from '#circuits';
import { describeError } from './requestSignature.ts';

/** What a prover's process is told: first the circuit, then calls. */
export type ToProver = { circuit: CircuitArtifacts } | ProverCall;
export type ProverCall = {
  [M in keyof Prover]: { id: number; method: M; args: Parameters<Prover[M]> };
}[keyof Prover];

/** Its answer to a call. */
export type ProverAnswer =
  | { id: number; value: unknown }
  | { id: number; error: { code: string; message: string } };

let prover: Promise<Prover> | undefined;

async function answer({ id, method, args }: ProverCall): Promise<ProverAnswer> {
  try {
    const call = (await prover)?.[method] as (...list: unknown[]) => Promise<unknown>;
    return { id, value: await call(...args) };
  } catch (error) {
    return { id, error: describeError(error) };
  }
}

process.once('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; whoever started this decides when it ends.
process.on('SIGINT', () => undefined);
process.on('message', async (message: ToProver) => {
  if ('circuit' in message) {
    prover = createProver(message.circuit);
    // Each call reports it.
    prover.catch(() => undefined);
  } else process.send?.(await answer(message));
});
